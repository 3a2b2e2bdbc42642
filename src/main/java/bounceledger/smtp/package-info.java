/**
 * The vocabulary of the mail standards: reply codes, enhanced status codes, mailbox addresses, and the normal form of a
 * diagnostic. Values and their parsers, nothing else. What a diagnostic means is decided in {@code classify}.
 */
@NullMarked
package bounceledger.smtp;

import org.jspecify.annotations.NullMarked;
