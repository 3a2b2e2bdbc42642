package bounceledger.rules;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import bounceledger.classify.Classifier;
import bounceledger.classify.CompiledRules;
import bounceledger.classify.Failure;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class CompiledRulesTest {

    @Test
    void theBuildCompiledTheFilesAsTheyAre() throws IOException {
        try (InputStream built = RuleFiles.class.getResourceAsStream(RuleFiles.COMPILED)) {
            assertNotNull(built, "the build's step exec:java@rules has not run");
            assertArrayEquals(CompiledRules.of(RuleFiles.load()).bytes(), built.readAllBytes());
        }
    }

    @Test
    void readingGivesWhatWasWritten() {
        byte[] written = RuleFiles.compiled().bytes();
        assertArrayEquals(written, CompiledRules.read(written).bytes());
    }

    @Test
    void judgesTheSameWhetherReadOrCompiled() {
        Classifier compiled = new Classifier(CompiledRules.of(RuleFiles.load()));
        Classifier read = new Classifier(RuleFiles.compiled());
        RuleFiles.own().stream()
                .flatMap(file -> file.examples().stream())
                .map(example -> Failure.of(example.reply()))
                .forEach(failure -> assertEquals(compiled.classify(failure), read.classify(failure)));
    }
}
