package bounceledger.console;

import java.net.URI;

/** A server that serves the console at {@code /} and answers its calls beside it, from the facts of {@link Facts}. */
interface Site extends AutoCloseable {

    /** Where it is; ends with a slash. */
    URI uri();

    @Override
    void close();
}
