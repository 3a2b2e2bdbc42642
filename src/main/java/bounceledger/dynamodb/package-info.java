/**
 * The one table: how subscribers, their history, the campaigns' statistics and the unmatched texts lie in DynamoDB, and the
 * conditions under which many writers change them. It alone knows the AWS SDK. What an event means and what a subscriber
 * shows is decided in {@code subscriber}.
 */
@NullMarked
package bounceledger.dynamodb;

import org.jspecify.annotations.NullMarked;
