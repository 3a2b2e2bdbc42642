/** The console in a real browser, before the real function behind the real gateway; and its page as a text. */
@NullMarked
package bounceledger.console;

import org.jspecify.annotations.NullMarked;
