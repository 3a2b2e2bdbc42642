/**
 * What happened to one recipient's mail, and what follows from it: events and their verdicts become facets, and the status
 * is a pure function of the facets. The port to the store is declared here; the store itself lives in {@code dynamodb}.
 */
@NullMarked
package bounceledger.subscriber;

import org.jspecify.annotations.NullMarked;
