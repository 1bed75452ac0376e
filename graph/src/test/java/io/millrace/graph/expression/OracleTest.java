package io.millrace.graph.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Current;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Random expressions have the value that dev.cel gives them, or are errors for both. */
class OracleTest {

    private static final int CASES = Integer.getInteger("millrace.oracle.cases", 3_000);

    private final Oracle oracle = new Oracle();

    @Test
    void evaluates_random_expressions_as_the_oracle_does() {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        System.out.println("seed of OracleTest: -Dmillrace.seed=" + seed);
        var random = new SplittableRandom(seed);
        var expressions = new RandomExpressions(random);
        var items = new RandomItems(random);
        var differences = new LinkedHashMap<String, String>();
        int refused = 0;
        int values = 0;

        for (int i = 0; i < CASES; i++) {
            Map<String, Object> item = items.item();
            String text =
                    i % 3 == 0
                            ? expressions.any(1 + random.nextInt(4))
                            : expressions.condition(1 + random.nextInt(4));
            try {
                String expected = oracle.evaluate(text, item);
                String actual = evaluate(text, item);
                values += expected.startsWith("error") ? 0 : 1;
                if (!expected.startsWith("error") || !actual.startsWith("error")) {
                    if (!expected.equals(actual)) {
                        differences.put(
                                text,
                                "dev.cel: " + expected + "\n    here: " + actual + "\n    " + item);
                    }
                }
            } catch (Oracle.RefusedException e) {
                refused++;
            }
        }

        assertThat(differences).isEmpty();
        assertThat(refused).as("refused").isLessThan(CASES / 10);
        assertThat(values).as("have a value").isGreaterThan(CASES / 4);
    }

    private static String evaluate(String text, Map<String, Object> item) {
        try {
            var compiler = new Compiler(text, "item");
            Node root = compiler.compile(Parser.parse(text));
            Scope scope =
                    compiler.isMetered()
                            ? Scope.of(compiler.mostLocals(), compiler.mostKept())
                            : Scope.NONE;
            return Canonical.of(root.eval(Results.document(item), Current.NONE, scope));
        } catch (ExpressionSyntaxException | Failure e) {
            return "error: " + e.getMessage();
        }
    }
}
