package bounceledger.local;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.dynamodb.TableDefinition;
import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class TableServerTest {

    @Test
    void otherProcessesFindTheTable() throws Exception {
        int port = freePort();
        TableServer table = TableServer.on(port);
        try {
            String endpoint = "http://localhost:" + port;
            assertFalse(TableDefinition.createIfAbsent(endpoint, LocalTable.NAME));
            assertTrue(TableDefinition.createIfAbsent(endpoint, "another"));
        } finally {
            table.stop();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
