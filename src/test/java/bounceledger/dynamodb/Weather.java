package bounceledger.dynamodb;

import bounceledger.Fire;
import bounceledger.smtp.EmailAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/** A plan of faults by chance: mostly one or a few in a row of one kind, and sometimes so many that no patience helps. */
public final class Weather implements Function<String, Fault> {

    private static final List<Fault> FAULTS = List.of(
            Fault.THROTTLED,
            Fault.OVER_CAPACITY,
            Fault.DENIED,
            Fault.BROKEN,
            Fault.BROKEN_AFTERWARDS,
            Fault.UNAVAILABLE,
            Fault.CUT_BEFORE,
            Fault.CUT_AFTERWARDS,
            Fault.CUT_WITHIN,
            Fault.LATE,
            Fault.SLOW,
            Fault.PARTIAL,
            Fault.STALE,
            Fault.CONFLICT,
            Fault.STIFLED,
            Fault.IN_PROGRESS);

    private static final double BEGINS = 0.08;
    private static final int LONGEST = Fire.times(15, 40);
    private static final int LONGEST_OF_WAITING = 2;

    private final Random random;
    private final String refused;

    /** Each once, before chance chooses. */
    private final Deque<Fault> ahead;

    private final Map<Fault, Integer> happened = new EnumMap<>(Fault.class);
    private Fault fault = Fault.NONE;
    private int left;
    private boolean calm;

    /** @param cursed whose items are refused whenever a request concerns them */
    public Weather(long seed, EmailAddress cursed) {
        random = new Random(seed);
        List<Fault> once = new ArrayList<>(FAULTS);
        Collections.shuffle(once, random);
        ahead = new ArrayDeque<>(once);
        refused = new Keys(Addresses.clear()).pk(cursed);
    }

    @Override
    public synchronized Fault apply(String request) {
        if (calm) {
            return Fault.NONE;
        }
        if (request.contains(refused)) {
            happened.merge(Fault.DENIED, 1, Integer::sum);
            return Fault.DENIED;
        }
        if (left == 0 && random.nextDouble() < BEGINS) {
            fault = ahead.isEmpty() ? FAULTS.get(random.nextInt(FAULTS.size())) : ahead.remove();
            int longest = fault == Fault.LATE ? LONGEST_OF_WAITING : LONGEST;
            left = 1 + (int) (longest * Math.pow(random.nextDouble(), 6));
        }
        Fault now = left == 0 ? Fault.NONE : fault;
        left = Math.max(0, left - 1);
        happened.merge(now, 1, Integer::sum);
        return now;
    }

    /** From now on nothing goes wrong. */
    public synchronized void calm() {
        calm = true;
    }

    /** How often each of them happened. */
    public synchronized Map<Fault, Integer> happened() {
        return new TreeMap<>(happened);
    }

    /** The faults that this chooses among. */
    public static List<Fault> faults() {
        return FAULTS;
    }
}
