package bounceledger.subscriber;

class InMemoryLedgerStoreTest extends LedgerStoreContract {

    @Override
    protected LedgerStore open(Policy policy) {
        return new InMemoryLedgerStore(policy);
    }
}
