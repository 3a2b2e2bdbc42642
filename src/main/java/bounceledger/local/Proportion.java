package bounceledger.local;

/**
 * Some cases out of so many, and how far the true share may be from the one that was seen.
 *
 * @param cases how many of them
 * @param of out of how many
 */
record Proportion(int cases, int of) {

    /** The quantile of the normal distribution that leaves 2.5 % on either side. */
    private static final double Z = 1.959963984540054;

    Proportion {
        if (cases < 0 || cases > of) {
            throw new IllegalArgumentException(cases + " of " + of);
        }
    }

    /** From 0 to 1; not a number where there is nothing to count. */
    double share() {
        return (double) cases / of;
    }

    /** The lower end of the 95 % interval. */
    double low() {
        return cases == 0 ? 0 : center() - reach();
    }

    /** The upper end of the 95 % interval. */
    double high() {
        return cases == of ? 1 : center() + reach();
    }

    /**
     * The middle of Wilson's score interval.
     *
     * @see <a href="https://doi.org/10.1080/01621459.1927.10502953">Wilson 1927</a>
     */
    private double center() {
        return (share() + Z * Z / (2 * of)) / (1 + Z * Z / of);
    }

    private double reach() {
        return Z / (1 + Z * Z / of) * Math.sqrt(share() * (1 - share()) / of + Z * Z / (4.0 * of * of));
    }
}
