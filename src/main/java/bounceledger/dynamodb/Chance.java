package bounceledger.dynamodb;

import java.security.SecureRandom;

/**
 * Random numbers that differ between processes even when these come from one snapshot. The generators that are seeded once,
 * such as {@code ThreadLocalRandom}, would give each of them the same numbers: two writers would write two states of a
 * subscriber under one version. This one asks the operating system each time.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-uniqueness.html">Lambda: uniqueness with SnapStart</a>
 */
final class Chance {

    static final SecureRandom RANDOM = new SecureRandom();

    private Chance() {}
}
