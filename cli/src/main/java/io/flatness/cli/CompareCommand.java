package io.flatness.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.run.ExitCode;
import io.flatness.report.Cells;
import io.flatness.report.Counterparts;
import io.flatness.report.Results;
import io.flatness.report.Text;
import io.flatness.report.TextTable;
import io.flatness.spi.Numbers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets two runs side by side. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Sets the measurements of two runs side by side, with their relative difference.",
            "",
            "Measurements belong together by what they are: metrics and transforms by type and parameters, whatever they are"
                    + " called; problems by name, or else by order where they have as many parameters."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  flatness compare runs/before runs/after",
            "  flatness compare runs/before runs/after --tolerance 1e-6       exit code 4 when one differs by more"
        })
final class CompareCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "A", description = "The folder of a run, or its results.json.")
    private Path first = Path.of("");

    @Parameters(index = "1", paramLabel = "B", description = "Another one.")
    private Path second = Path.of("");

    @Option(
            names = "--tolerance",
            paramLabel = "T",
            description = "Largest relative difference allowed; exit code 4 when one is larger or missing.")
    private @Nullable Double tolerance;

    CompareCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<Counterparts.Pair> pairs = Counterparts.of(Results.read(first), Results.read(second));
        TextTable table = new TextTable(List.of("measurement", "A", "B", "difference"));
        int same = 0;
        int beyond = 0;
        for (Counterparts.Pair pair : pairs) {
            JsonNode left = pair.first();
            JsonNode right = pair.second();
            if (left != null && right != null && result(left).equals(result(right))) {
                same++;
                continue;
            }
            double difference = left == null || right == null ? Double.POSITIVE_INFINITY : difference(left, right);
            beyond += tolerance != null && !(difference <= tolerance) ? 1 : 0;
            table.row(List.of(
                    pair.label(),
                    left == null ? "missing" : Cells.measurement(left),
                    right == null ? "missing" : Cells.measurement(right),
                    left == null || right == null ? "" : Numbers.shortest(difference)));
        }
        if (same < pairs.size()) {
            table.print(console.page());
        }
        console.out()
                .println(same + " of " + Text.count(pairs.size(), "measurement") + " the same"
                        + (tolerance == null ? "" : ", " + beyond + " beyond the tolerance " + tolerance));
        return beyond > 0 ? ExitCode.FAILED_EXPECTATIONS.code() : ExitCode.OK.code();
    }

    /** A measurement without what it is called. */
    private static JsonNode result(JsonNode measurement) {
        return ((ObjectNode) measurement).deepCopy().without("metric");
    }

    /** |a − b| / max(|a|, |b|); infinite when only one of the two is a number. */
    private static double difference(JsonNode a, JsonNode b) {
        boolean numbers = isNumber(a) && isNumber(b);
        if (!numbers || !a.path("kind").equals(b.path("kind"))) {
            return Double.POSITIVE_INFINITY;
        }
        double left = Cells.number(a.path("value"));
        double right = Cells.number(b.path("value"));
        return left == right ? 0 : Math.abs(left - right) / Math.max(Math.abs(left), Math.abs(right));
    }

    private static boolean isNumber(JsonNode measurement) {
        return measurement.path("status").asText().equals("measured")
                && !measurement.path("kind").asText().equals("undefined");
    }
}
