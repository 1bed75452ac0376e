package io.millrace.bench.peers;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Orders as JSON lines, always the same; and what has been made of them. */
final class OrdersFile {

    private static final List<String> COUNTRIES =
            List.of("DE", "FR", "US", "GB", "JP", "BR", "IN", "ZA");
    private static final List<String> SYSTEMS = List.of("android", "ios", "linux", "windows");

    private OrdersFile() {}

    /**
     * Returns a file; makes it if it is not there.
     *
     * @param bytes its size, about
     * @param length of a line, in bytes; 0 for a line of seven fields and about 169 bytes
     */
    static Path of(long bytes, int length) throws IOException {
        Path file = Workspace.file("orders-%d-%d.ndjson".formatted(bytes, length));
        if (Files.notExists(file)) {
            Path unfinished = Workspace.file("orders.part");
            write(unfinished, bytes, length);
            Files.move(unfinished, file);
        }
        return file;
    }

    private static void write(Path file, long bytes, int length) throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        long written = 0;
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (long id = 0; written < bytes; id++) {
                String order = length == 0 ? order(id, random) : order(id, random, length);
                out.write(order);
                written += order.length();
            }
        }
    }

    private static String order(long id, SplittableRandom random) {
        return """
        {"id":%d,"ts":%d,"user":"user-%d","country":"%s","amount":%s,\
        "device":{"os":"%s","version":"%d.%d.%d"},"tags":["alpha-%d","beta-%d","gamma-%d"]}
        """
                .formatted(
                        id,
                        1_700_000_000_000L + id * 3,
                        random.nextInt(1_000_000),
                        COUNTRIES.get(random.nextInt(COUNTRIES.size())),
                        random.nextInt(100_000) / 100.0,
                        SYSTEMS.get(random.nextInt(SYSTEMS.size())),
                        random.nextInt(20),
                        random.nextInt(10),
                        random.nextInt(10),
                        random.nextInt(100),
                        random.nextInt(100),
                        random.nextInt(100));
    }

    private static String order(long id, SplittableRandom random, int length) {
        String head =
                "{\"id\":%d,\"user\":\"user-%d\",\"country\":\"DE\",\"amount\":%s,\"note\":\""
                        .formatted(id, random.nextInt(1_000_000), random.nextInt(100_000) / 100.0);
        return head + "x".repeat(length - head.length() - 3) + "\"}\n";
    }

    /**
     * What a file with results holds, whatever its spelling and order.
     *
     * @param items how many
     * @param sum of the hashes of their values
     */
    record Content(long items, long sum) {}

    /** Returns what is in a file with results. */
    static Content contentOf(Path results) throws IOException {
        JsonMapper mapper = new JsonMapper();
        long items = 0;
        long sum = 0;
        try (var lines = Files.newBufferedReader(results)) {
            for (String line; (line = lines.readLine()) != null; ) {
                JsonNode result = mapper.readTree(line);
                items++;
                sum +=
                        List.of(
                                        result.size(),
                                        result.get("id").longValue(),
                                        result.get("user").stringValue(),
                                        result.get("country").stringValue(),
                                        result.get("gross").doubleValue())
                                .hashCode();
            }
        }
        return new Content(items, sum);
    }
}
