package bounceledger.classify;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Numbers, texts and arrays one after the other, each array and text behind its length. */
final class Binary {

    private Binary() {}

    /** Writes into memory. */
    static final class Writer {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        void number(int number) {
            try {
                out.writeInt(number);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void ints(int[] numbers) {
            number(numbers.length);
            for (int number : numbers) {
                number(number);
            }
        }

        void longs(long[] numbers) {
            number(numbers.length);
            for (long number : numbers) {
                number((int) (number >>> Integer.SIZE));
                number((int) number);
            }
        }

        void bytes(byte[] values) {
            number(values.length);
            bytes.writeBytes(values);
        }

        void text(String text) {
            bytes(text.getBytes(StandardCharsets.UTF_8));
        }

        byte[] written() {
            return bytes.toByteArray();
        }
    }

    /** Reads in the same order what was written. */
    static final class Reader {

        private final ByteBuffer in;

        Reader(byte[] written) {
            in = ByteBuffer.wrap(written);
        }

        int number() {
            return in.getInt();
        }

        int[] ints() {
            int[] numbers = new int[number()];
            in.asIntBuffer().get(numbers);
            in.position(in.position() + numbers.length * Integer.BYTES);
            return numbers;
        }

        long[] longs() {
            long[] numbers = new long[number()];
            in.asLongBuffer().get(numbers);
            in.position(in.position() + numbers.length * Long.BYTES);
            return numbers;
        }

        byte[] bytes() {
            byte[] values = new byte[number()];
            in.get(values);
            return values;
        }

        String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }
    }
}
