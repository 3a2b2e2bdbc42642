/** The gateway of a laptop, over real sockets on the loopback interface. */
@NullMarked
package bounceledger.local;

import org.jspecify.annotations.NullMarked;
