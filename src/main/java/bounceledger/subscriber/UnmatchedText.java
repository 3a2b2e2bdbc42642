package bounceledger.subscriber;

import java.time.Instant;

/**
 * A reply whose words no rule knew.
 *
 * @param fingerprint what equal replies have in common: the text without addresses, hosts, ids and numbers
 * @param count about how often it came
 * @param example one such reply, without addresses
 * @param lastAt when it came last
 */
public record UnmatchedText(String fingerprint, long count, String example, Instant lastAt) {}
