package bounceledger.smtp;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The address of a mailbox, in the one spelling under which the ledger knows it: both parts in lower case, the domain in
 * its ASCII form. Two addresses that reach the same mailbox by RFC 5321's rules alone may differ in the local part's case;
 * no provider of weight tells them apart, so the ledger does not either.
 *
 * @param localPart what stands before the last {@code @}, in lower case and Unicode's composed form
 * @param domain the ASCII (IDNA) form without a final dot, or an address literal in brackets
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2">RFC 5321, 4.1.2</a>
 */
public record EmailAddress(String localPart, String domain) {

    /** Octets of the longest address taken: 64 for the local part, the sign, 255 for the domain. */
    private static final int LONGEST = 320;

    private static final int LONGEST_LABEL = 63;

    /**
     * Reads {@code ann@example.org}, {@code ANN@Example.ORG.} or {@code "Ann" <ann@example.org>}. Empty for what can be no
     * address: no {@code @}, an empty part, white space or control characters inside, a domain that IDNA refuses, more
     * than 320 octets.
     */
    public static Optional<EmailAddress> parse(String text) {
        if (text.length() > 4 * LONGEST) {
            return Optional.empty();
        }
        String address = withoutName(text.strip());
        int at = address.lastIndexOf('@');
        if (at < 1 || address.codePoints().anyMatch(c -> c <= ' ' || Character.isISOControl(c) || isSurrogate(c))) {
            return Optional.empty();
        }
        String localPart = composed(address.substring(0, at)).toLowerCase(Locale.ROOT);
        return domain(address.substring(at + 1))
                .map(domain -> new EmailAddress(localPart, domain))
                .filter(a -> a.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST);
    }

    /** A surrogate that stands alone, which no encoding can carry. */
    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static String withoutName(String text) {
        int open = text.lastIndexOf('<');
        return text.endsWith(">") && open >= 0
                ? text.substring(open + 1, text.length() - 1).strip()
                : text;
    }

    /** In Unicode's composed form. Nearly every address is ASCII, and a start need not load the tables for others. */
    private static String composed(String text) {
        return isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /** Whether each label of an ASCII domain has 1 to 63 characters, as {@link IDN} asks; behind the last dot none need be. */
    private static boolean hasLabels(String domain) {
        int start = 0;
        for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', start)) {
            if (dot == start || dot - start > LONGEST_LABEL) {
                return false;
            }
            start = dot + 1;
        }
        return domain.length() - start <= LONGEST_LABEL;
    }

    private static Optional<String> domain(String text) {
        String domain = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (domain.isEmpty()) {
            return Optional.empty();
        }
        if (domain.startsWith("[") && domain.endsWith("]")) {
            return Optional.of(domain.toLowerCase(Locale.ROOT));
        }
        if (isAscii(domain)) {
            return Optional.of(domain.toLowerCase(Locale.ROOT)).filter(EmailAddress::hasLabels);
        }
        try {
            String ascii = IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            return ascii.isEmpty() ? Optional.empty() : Optional.of(ascii);
        } catch (IllegalArgumentException refusedByIdna) {
            return Optional.empty();
        }
    }

    /** As a record's is; but a start need not make classes for it. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EmailAddress address
                && localPart.equals(address.localPart)
                && domain.equals(address.domain);
    }

    @Override
    public int hashCode() {
        return 31 * localPart.hashCode() + domain.hashCode();
    }

    @Override
    public String toString() {
        return localPart + "@" + domain;
    }
}
