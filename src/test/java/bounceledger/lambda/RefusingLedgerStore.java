package bounceledger.lambda;

import bounceledger.subscriber.Entry;
import bounceledger.subscriber.LedgerStore;
import java.lang.reflect.Proxy;
import java.util.List;

/** A store that breaks over whatever concerns one subscriber. */
final class RefusingLedgerStore {

    private RefusingLedgerStore() {}

    static LedgerStore of(LedgerStore store, String refused) {
        return (LedgerStore) Proxy.newProxyInstance(
                LedgerStore.class.getClassLoader(), new Class<?>[] {LedgerStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("record") && concerns((List<?>) arguments[0], refused)) {
                        throw new IllegalStateException("broken for " + refused);
                    }
                    return method.invoke(store, arguments);
                });
    }

    private static boolean concerns(List<?> entries, String refused) {
        return entries.stream()
                .map(Entry.class::cast)
                .anyMatch(entry ->
                        entry.event().occurrence().recipient().toString().equals(refused));
    }
}
