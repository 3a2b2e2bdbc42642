package bounceledger;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;

/** What this thread takes of the processor's time, whatever else the machine does. */
public final class ProcessorTime {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ATTEMPTS = 3;

    private ProcessorTime() {}

    /** Something that is measured. */
    public interface Work {
        void run() throws IOException;
    }

    /**
     * Of one run; the least of several where that is more than a bound, since classes are loaded and code is compiled but once,
     * and what hangs hangs every time.
     */
    public static Duration least(Duration bound, Work work) throws IOException {
        Duration least = of(work);
        for (int i = 1; i < ATTEMPTS && least.compareTo(bound) >= 0; i++) {
            Duration again = of(work);
            least = again.compareTo(least) < 0 ? again : least;
        }
        return least;
    }

    /**
     * The medians of so many runs of two things, in nanoseconds. They take turns, so that neither is measured before the code
     * is compiled and the other after it.
     */
    public static double[] medians(int runs, Work one, Work other) throws IOException {
        long[] ofOne = new long[runs];
        long[] ofOther = new long[runs];
        for (int i = 0; i < runs; i++) {
            ofOne[i] = of(one).toNanos();
            ofOther[i] = of(other).toNanos();
        }
        Arrays.sort(ofOne);
        Arrays.sort(ofOther);
        return new double[] {ofOne[runs / 2], ofOther[runs / 2]};
    }

    private static Duration of(Work work) throws IOException {
        long begin = THREADS.getCurrentThreadCpuTime();
        work.run();
        return Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - begin);
    }
}
