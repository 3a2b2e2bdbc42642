package bounceledger.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.IDN;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ann@example.org            | ann@example.org
            ANN@EXAMPLE.ORG            | ann@example.org
            "Ann, B." <Ann@Example.org> | ann@example.org
            <ann@example.org>          | ann@example.org
            ann+news@example.org       | ann+news@example.org
            ann@example.org.           | ann@example.org
            ann@b\u00fccher.example    | ann@xn--bcher-kva.example
            \u00c4nn@example.org       | \u00e4nn@example.org
            A\u0308nn@example.org      | \u00e4nn@example.org
            "a@b"@example.org          | "a@b"@example.org
            ann@[192.0.2.1]            | ann@[192.0.2.1]
            ann@[IPv6:2001:DB8::1]     | ann@[ipv6:2001:db8::1]
            """)
    void hasOneSpelling(String text, String spelling) {
        assertEquals(Optional.of(spelling), EmailAddress.parse(text).map(EmailAddress::toString));
    }

    @Test
    void composesAndEncodesWhatIsNotAscii() {
        assertEquals(
                Optional.of(new EmailAddress("\uac00", "xn--fiqs8s")), EmailAddress.parse("\u1100\u1161@\u4e2d\u56fd"));
    }

    @Test
    void noLabelIsEmpty() {
        assertEquals(Optional.of(new EmailAddress("a", "b.org")), EmailAddress.parse("a@b.org"));
        assertEquals(Optional.empty(), EmailAddress.parse("a@.b.org"));
        assertEquals(Optional.empty(), EmailAddress.parse("a@b..org"));
    }

    @Test
    void aLabelHasAtMost63Characters() {
        String longest = "a".repeat(63);
        for (String domain : List.of(longest, longest + ".org", "mx." + longest + ".org", "mx." + longest)) {
            assertEquals(
                    Optional.of("ann@" + domain),
                    EmailAddress.parse("ann@" + domain).map(EmailAddress::toString));
            assertEquals(Optional.empty(), EmailAddress.parse("ann@" + domain.replace(longest, longest + "a")));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ann",
                "@example.org",
                "ann@",
                "ann@.",
                "a nn@example.org",
                "ann@exa mple.org",
                "ann@a..b",
                "a\u0000@example.org",
                "a\u0085@example.org",
                "a\uD800@example.org",
                "a\uDFFF@example.org"
            })
    void refusesWhatIsNoAddress(String text) {
        assertEquals(Optional.empty(), EmailAddress.parse(text));
    }

    @Test
    void takesNoMoreThan320Octets() {
        String domain = ("a".repeat(60) + ".").repeat(4) + "example.org";
        String longest = "a".repeat(320 - 1 - domain.length()) + "@" + domain;
        assertEquals(Optional.of(longest), EmailAddress.parse(longest).map(EmailAddress::toString));
        assertEquals(Optional.empty(), EmailAddress.parse("a" + longest));
        assertEquals(Optional.empty(), EmailAddress.parse("a".repeat(10_000) + "@example.org"));
    }

    @Test
    void readsNoMoreThan1280Characters() {
        String named = " <ann@example.org>";
        assertTrue(EmailAddress.parse("a".repeat(1280 - named.length()) + named).isPresent());
        assertTrue(EmailAddress.parse("a".repeat(1281 - named.length()) + named).isEmpty());
    }

    @Property
    void spellingTwiceChangesNothing(@ForAll String localPart) {
        EmailAddress.parse(localPart + "@Example.org")
                .ifPresent(address -> assertEquals(Optional.of(address), EmailAddress.parse(address.toString())));
    }

    /** The shortcut for ASCII gives what the whole way would. */
    @Property(tries = 2000)
    void anAsciiDomainIsWhatIdnMakesOfIt(@ForAll("domains") String domain) {
        Optional<String> whole;
        try {
            whole = Optional.of(
                    "ann@" + IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException refused) {
            whole = Optional.empty();
        }
        assertEquals(whole, EmailAddress.parse("ann@" + domain).map(EmailAddress::toString));
    }

    @Test
    void equalsItsLikeAndFindsItAmongMany() {
        EmailAddress ann = new EmailAddress("ann", "example.org");
        assertEquals(ann, new EmailAddress("ann", "example.org"));
        assertEquals(ann.hashCode(), new EmailAddress("ann", "example.org").hashCode());
        for (EmailAddress other : List.of(
                new EmailAddress("bob", "example.org"),
                new EmailAddress("ann", "example.com"),
                new EmailAddress("example.org", "ann"))) {
            assertNotEquals(ann, other);
            assertNotEquals(ann.hashCode(), other.hashCode());
        }
    }

    @Provide
    Arbitrary<String> domains() {
        return Arbitraries.of(
                        "a", "B", "-", "_", "xn--", "1", ".", "..", "a".repeat(62), "b".repeat(63), "c".repeat(64))
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(pieces -> String.join("", pieces))
                .filter(domain -> !domain.endsWith(".") && domain.length() < 200);
    }
}
