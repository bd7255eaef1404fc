package io.flatness.analyses;

import io.flatness.spi.Analysis;
import io.flatness.spi.AnalysisReport;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every metric under every change that leaves the function alone: which survive, and which break their own claim. */
final class InvarianceAudit {
    private InvarianceAudit() {}

    /**
     * The parameters.
     *
     * @param margin relative margin for estimates and results of a search
     * @param exactMargin relative margin for exact values
     * @param builtIn whether the built-in moves are tried beside the experiment's transforms
     * @param metrics the metrics to audit
     */
    record Parameters(
            @Param(
                    doc =
                            "relative change up to which an estimate or the result of a search counts as the same; in ]0, 1[",
                    defaultValue = "0.05")
            double margin,

            @Param(
                    doc = "the same for exact values, above the tolerance of eigenvalue solvers; in ]0, 1[",
                    defaultValue = "1e-6")
            double exactMargin,

            @Param(
                    doc = "whether every family of changes is tried at built-in strengths beside the experiment's"
                            + " transforms",
                    defaultValue = "true")
            boolean builtIn,

            @Param(doc = "ids of the metrics to audit; all of the experiment when left out", optional = true) @Nullable
            List<String> metrics) {
        Parameters {
            requireFraction("margin", margin);
            requireFraction("exactMargin", exactMargin);
        }

        private static void requireFraction(String parameter, double value) {
            if (!(value > 0 && value < 1)) {
                throw new InvalidParameterException(parameter, parameter + " is " + value + "; it must lie in ]0, 1[");
            }
        }
    }

    static Analysis of(Parameters parameters) {
        return context -> AnalysisReport.each(context, problem -> new Audit(context, problem, parameters).report());
    }
}
