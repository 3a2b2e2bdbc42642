package bounceledger.dynamodb;

import bounceledger.subscriber.LedgerStore;
import bounceledger.subscriber.LedgerStoreContract;
import bounceledger.subscriber.Policy;

class DynamoDbLedgerTest extends LedgerStoreContract {

    @Override
    protected LedgerStore open(Policy policy) {
        return new DynamoDbLedger(EmbeddedTable.client(), EmbeddedTable.create(), policy, Addresses.clear());
    }
}
