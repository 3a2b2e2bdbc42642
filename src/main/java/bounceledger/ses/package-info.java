/**
 * What reaches a Lambda function from SES, through SNS, SQS, EventBridge or directly, becomes the events of subscribers. The
 * shapes and names here are Amazon's; what an event does to a subscriber is decided in {@code subscriber}. A record that
 * cannot be read becomes a refusal that names the field, never what stood in it.
 */
@NullMarked
package bounceledger.ses;

import org.jspecify.annotations.NullMarked;
