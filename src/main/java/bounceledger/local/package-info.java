/**
 * The ledger on a laptop: an HTTP gateway in front of the two functions that behaves like API Gateway, and a table inside
 * the process. None of it is in {@code function.zip}. What is answered is decided in {@code lambda}.
 */
@NullMarked
package bounceledger.local;

import org.jspecify.annotations.NullMarked;
