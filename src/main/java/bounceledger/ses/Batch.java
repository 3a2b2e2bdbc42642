package bounceledger.ses;

import java.util.List;

/**
 * What one invocation brought.
 *
 * @param fromQueue whether SQS sent it, which takes an answer that names the failed records; everybody else takes only an
 *     exception
 * @param records in the order in which they came, one at least
 */
public record Batch(boolean fromQueue, List<Received> records) {

    public Batch {
        records = List.copyOf(records);
    }
}
