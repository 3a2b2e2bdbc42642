package bounceledger.rules;

import bounceledger.classify.CompiledRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The build's step that compiles the product's own rules, so that a start need not. */
public final class Compile {

    private Compile() {}

    /** Takes the directory of the compiled classes. */
    public static void main(String[] arguments) throws IOException {
        Files.write(
                Path.of(arguments[0] + RuleFiles.COMPILED),
                CompiledRules.of(RuleFiles.load()).bytes());
    }
}
