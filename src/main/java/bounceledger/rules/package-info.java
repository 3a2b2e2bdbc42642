/**
 * From files to what {@code classify} judges by. A file that is not in order stops the start, with its name, the place in it
 * and the reason. How a verdict comes about is not known here.
 */
@NullMarked
package bounceledger.rules;

import org.jspecify.annotations.NullMarked;
