/**
 * The one table: how subscribers, their history, the campaigns' statistics and the unmatched texts lie in DynamoDB, and the
 * conditions under which many writers change them; and the key of the hashes that stand for addresses there. It alone knows the
 * AWS SDK. What an event means and what a subscriber
 * shows is decided in {@code subscriber}.
 */
@NullMarked
package bounceledger.dynamodb;

import org.jspecify.annotations.NullMarked;
