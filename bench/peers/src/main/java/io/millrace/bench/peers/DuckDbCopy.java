package io.millrace.bench.peers;

import java.sql.DriverManager;
import java.sql.SQLException;

/** The same by DuckDB, which uses all cores. */
final class DuckDbCopy {

    private DuckDbCopy() {}

    /**
     * Starts.
     *
     * @param args the file with orders, the file for results
     */
    public static void main(String[] args) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement()) {
            statement.execute(
                    """
                    COPY (
                        SELECT id, "user", country, amount * 1.2 AS gross
                        FROM read_json('%s', format = 'newline_delimited')
                        WHERE amount > 500
                    ) TO '%s' (FORMAT json)
                    """
                            .formatted(args[0], args[1]));
        }
    }
}
