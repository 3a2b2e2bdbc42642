package bounceledger.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The {@code api} function, behind an HTTP API of API Gateway. */
@Named("api")
public final class ApiHandler implements RequestStreamHandler {

    private final Api api;

    ApiHandler(Api api) {
        this.api = api;
    }

    @Override
    public void handleRequest(InputStream request, OutputStream response, Context context) throws IOException {
        response.write(api.handle(request.readAllBytes()));
    }
}
