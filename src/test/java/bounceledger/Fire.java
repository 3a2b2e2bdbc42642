package bounceledger;

/**
 * How long the tests go on that try to break the product, and by which chance: a little in every build, and long under
 * {@code -Pfire}. What they do follows from the seed, {@code -Dfire.seed}.
 */
public final class Fire {

    public static final long SEED = Long.getLong("fire.seed", 1);

    private static final boolean LONG = Boolean.getBoolean("fire");

    private Fire() {}

    public static int times(int inEveryBuild, int underFire) {
        return LONG ? underFire : inEveryBuild;
    }

    /** What a failure says, so that it can be seen again. */
    public static String withSeed(String what) {
        return what + " (-Dfire.seed=" + SEED + ")";
    }
}
