/**
 * The console in a real browser, and the page as a text. The browser sees a {@link bounceledger.console.Site}; which server
 * that is, its tests do not care.
 */
@NullMarked
package bounceledger.console;

import org.jspecify.annotations.NullMarked;
