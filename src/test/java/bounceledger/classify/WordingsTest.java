package bounceledger.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import bounceledger.classify.Wordings.Choice;
import bounceledger.classify.Wordings.Wording;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingsTest {

    private final Wordings wordings = new Wordings(new Lexicon(
            List.of("the", "is"),
            Map.of("not", List.of("never", "cannot"), "mailbox", List.of("mbox")),
            Map.of("box", List.of("{person}", "mailbox", "pigeon hole"), "person", List.of("user", "recipient"))));

    @ParameterizedTest
    @CsvSource({
        "user unknown,                550 The user is UNKNOWN,         user unknown",
        "user unknown,                user ann@example.org 4711 unknown, user unknown",
        "user unknown,                user quite unknown,              ''",
        "{box} unknown,               The recipient: unknown!,         recipient unknown",
        "{box} unknown,               mbox unknown,                    mailbox unknown",
        "{box} (unknown|not here),    pigeon hole never here,          pigeon hole not here",
        "(no such|{box} not) {box},   user cannot user,                user not user",
        "user * not found,            user at this site was not found, user * not found",
        "user * not found,            user. It was not found,          ''",
        "user * not found,            user a b c d e f g h not found,  ''",
        "user * (found|not found),    user not found,                  user * found; user * not found",
        "RP-001,                      code rp-001,                     rp-001"
    })
    void saysTheWordsThatThePhraseNames(String phrase, String text, String words) {
        assertEquals(
                words,
                wordings.of(phrase, text).stream().map(Wording::words).sorted().collect(Collectors.joining("; ")));
    }

    @Test
    void tellsEveryChoiceThatWasMade() {
        String phrase = "{box} (unknown|not here)";

        assertEquals(
                Set.of(new Wording(
                        phrase,
                        "recipient not here",
                        Set.of(
                                new Choice("{box}", "{person}"),
                                new Choice("{person}", "recipient"),
                                new Choice("(unknown|not here)", "not here")))),
                wordings.of(phrase, "Recipient never here"));
    }

    @Test
    void refusesASetThatNobodyDefined() {
        assertThrows(IllegalArgumentException.class, () -> wordings.of("{hole} unknown", "pigeon hole unknown"));
    }
}
