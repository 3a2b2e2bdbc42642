package bounceledger.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bounceledger.smtp.DiagnosticCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            550 5.7.1 refused                        | 550 5.7.1 refused
            550 refused                              | 550 refused
            refused                                  | refused
            5.7.1 refused                            | 5.7.1 refused
            550                                      | 550
            <ann@example.org> refused                | <<address>> refused
            ann@example.org: refused                 | <address>: refused
            see http://example.org/x?y=1&z=2 now     | see <url> now
            see https://example.org/.                | see <url>/.
            from 192.0.2.1 refused                   | from <ip> refused
            from [192.0.2.1]:25 refused              | from [<ip>]<n> refused
            from 2001:db8::1 refused                 | from <ip> refused
            from 20:15 refused                       | from <n> refused
            at a:b:c refused                         | at a:b:c refused
            at a:b:1 refused                         | at <ip> refused
            at a:b1 refused                          | at a:b1 refused
            from mx1.example.org refused             | from <host> refused
            from mx.example.org. refused             | from <host>. refused
            version 1.2.3 refused                    | version <n> refused
            version 1.2 refused                      | version <n> refused
            grade a.1 refused                        | grade a.1 refused
            grade a.b refused                        | grade <host> refused
            id 4bXy12 refused                        | id <id> refused
            id 4bXy1 refused                         | id 4bXy1 refused
            id abcdef refused                        | id abcdef refused
            queue 4711 refused                       | queue <n> refused
            queue 1 2 3 refused                      | queue <n> refused
            queue 1, 2 refused                       | queue <n>, <n> refused
            = refused                                | = refused
            1 2 refused                              | <n> refused
            queue 9 refused                          | queue <n> refused
            queue 0 refused                          | queue <n> refused
            at @example refused                      | at <address> refused
            queue -- refused                         | queue -- refused
            Mon, 2 Feb 2026 10:00:00 GMT             | <n>, <n>
            monday refused                           | monday refused
            why? refused                             | why? refused
            a/b refused                              | a/b refused
            (refused)                                | (refused)
            """)
    void masksWhatDiffersFromOneFailureToTheNext(String diagnostic, String fingerprint) {
        assertEquals(fingerprint, Fingerprint.of(DiagnosticCode.parse(diagnostic)));
    }

    @Test
    void hasAtMost256Characters() {
        String words = "ab ".repeat(100);
        assertEquals(("550 " + words).substring(0, 256).strip(), Fingerprint.of(DiagnosticCode.parse("550 " + words)));
        String text = "a".repeat(256);
        assertEquals(text, Fingerprint.of(DiagnosticCode.parse(text)));
        assertEquals(text, Fingerprint.of(DiagnosticCode.parse(text + "a")));
        assertEquals(text, Fingerprint.of(DiagnosticCode.parse(text + " 4711")));
    }
}
