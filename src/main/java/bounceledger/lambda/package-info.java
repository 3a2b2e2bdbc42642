/**
 * The two functions that AWS Lambda calls, {@code ingest} and {@code api}, and all that only a running function needs:
 * wiring, settings and the clock. They read a request, hand it to the rooms that know what it means, and write the
 * answer. What a bounce means, what becomes of a subscriber and how that is stored is decided elsewhere.
 */
@NullMarked
package bounceledger.lambda;

import org.jspecify.annotations.NullMarked;
