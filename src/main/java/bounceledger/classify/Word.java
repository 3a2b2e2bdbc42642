package bounceledger.classify;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an enum constant is called outside Java: its name in lower case with hyphens. */
final class Word {

    private Word() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Enum<E>> Optional<E> read(E[] constants, String word) {
        return Arrays.stream(constants).filter(c -> c.toString().equals(word)).findFirst();
    }
}
