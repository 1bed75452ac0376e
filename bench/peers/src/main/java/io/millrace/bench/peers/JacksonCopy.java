package io.millrace.bench.peers;

import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The program that a developer would write with Jackson's streaming parser. */
final class JacksonCopy {

    private JacksonCopy() {}

    /**
     * Starts.
     *
     * @param args the file with orders, the file for results
     */
    public static void main(String[] args) throws IOException {
        JsonFactory json = new JsonFactory();
        try (InputStream in = new FileInputStream(args[0]);
                OutputStream out = new FileOutputStream(args[1]);
                JsonParser orders = json.createParser(ObjectReadContext.empty(), in);
                JsonGenerator results =
                        json.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8)) {
            copy(orders, results);
        }
    }

    private static void copy(JsonParser orders, JsonGenerator results) {
        while (orders.nextToken() == JsonToken.START_OBJECT) {
            long id = 0;
            double amount = 0;
            String user = "";
            String country = "";
            for (String name; (name = orders.nextName()) != null; ) {
                orders.nextToken();
                switch (name) {
                    case "id" -> id = orders.getLongValue();
                    case "user" -> user = orders.getString();
                    case "country" -> country = orders.getString();
                    case "amount" -> amount = orders.getDoubleValue();
                    default -> orders.skipChildren();
                }
            }
            if (amount > 500) {
                results.writeStartObject();
                results.writeNumberProperty("id", id);
                results.writeStringProperty("user", user);
                results.writeStringProperty("country", country);
                results.writeNumberProperty("gross", amount * 1.2);
                results.writeEndObject();
                results.writeRaw('\n');
            }
        }
    }
}
