package bounceledger.lambda;

import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.Entry;
import bounceledger.subscriber.Facets;
import bounceledger.subscriber.LedgerStore;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A store that breaks over whatever concerns one subscriber. */
final class RefusingLedgerStore implements LedgerStore {

    private final LedgerStore store;
    private final String refused;

    RefusingLedgerStore(LedgerStore store, String refused) {
        this.store = store;
        this.refused = refused;
    }

    @Override
    public List<Outcome> record(List<Entry> entries, Instant receivedAt) {
        if (entries.stream()
                .anyMatch(e -> e.event().occurrence().recipient().toString().equals(refused))) {
            throw new IllegalStateException("broken for " + refused);
        }
        return store.record(entries, receivedAt);
    }

    @Override
    public Map<EmailAddress, Facets> find(Collection<EmailAddress> subscribers) {
        return store.find(subscribers);
    }

    @Override
    public List<Entry> history(EmailAddress subscriber, int limit, Instant now) {
        return store.history(subscriber, limit, now);
    }
}
