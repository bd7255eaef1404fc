package io.flatness.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TextReportTest {
    private final StringWriter written = new StringWriter();

    private TextPage page(int width) {
        return new TextPage(new PrintWriter(written), width, text -> text);
    }

    @Test
    void everyNumberStandsWithWhatItIs() throws JsonProcessingException {
        String results = """
                {"problems": [{"id": "mlp", "parameters": 2368, "samples": 1797}],
                 "points": [
                  {"problem": "mlp", "transform": "identity", "transformParameters": {}, "status": "measured",
                   "loss": 0.0123456, "accuracy": 0.5, "measurements": [
                    {"metric": "trace", "parameters": {"method": "exact"}, "status": "measured", "kind": "exact",
                     "value": 12.5, "converged": true},
                    {"metric": "guess", "parameters": {}, "status": "measured", "kind": "estimate", "value": 100,
                     "standardError": 2.345, "converged": true},
                    {"metric": "sharp", "parameters": {"epsilon": 0.001}, "status": "measured", "kind": "lower-bound",
                     "value": 0.5, "converged": false},
                    {"metric": "sharp", "parameters": {"epsilon": 0.01}, "status": "measured", "kind": "upper-bound",
                     "value": 1.5, "converged": true},
                    {"metric": "volume", "parameters": {}, "status": "measured", "kind": "divergent",
                     "value": "Infinity", "converged": true}]},
                  {"problem": "mlp", "transform": "alpha", "transformParameters": {"layers": [0, 1], "alpha": 0.01},
                   "status": "measured", "loss": 0.0123456, "accuracy": 0.5,
                   "preservation": {"relative": 1.5e-16, "holds": true, "bitwise": false},
                   "measurements": [
                    {"metric": "trace", "parameters": {"method": "exact"}, "status": "measured", "kind": "exact",
                     "value": 1.25e9, "converged": true},
                    {"metric": "guess", "parameters": {}, "status": "failed", "reason": "the loss overflows"},
                    {"metric": "sharp", "parameters": {"epsilon": 0.001}, "status": "not-applicable",
                     "reason": "no gradient"},
                    {"metric": "sharp", "parameters": {"epsilon": 0.01}, "status": "measured", "kind": "undefined",
                     "reason": "nothing there", "converged": true},
                    {"metric": "volume", "parameters": {}, "status": "measured", "kind": "divergent",
                     "value": "Infinity", "converged": true}]},
                  {"problem": "mlp", "transform": "alpha", "transformParameters": {"layers": [0, 1], "alpha": 100},
                   "status": "refused", "reason": "tanh is not homogeneous", "measurements": []}],
                 "analyses": [{"id": "audit", "type": "invariance-audit", "problem": "mlp", "status": "measured",
                               "survivors": 0, "note": "none"}],
                 "findings": [
                  {"subject": "mlp", "verdict": "failed", "text": "guess failed at 1 point", "level": "broken"},
                  {"subject": "mlp", "verdict": "parameters-not-function", "text": "the function did not change and trace did: what they say at one point is about its parameters, not about the function alone", "level": "caution"}]}
                """;
        new TextReport(page(120)).print(new ObjectMapper().readTree(results));

        assertEquals("""
                Found
                  - BROKEN: mlp: guess failed at 1 point
                  - mlp: the function did not change and trace did: what they say at one point is about its parameters, not about the
                    function alone

                mlp  2368 parameters, 1797 samples

                point                 loss  accuracy  same function   trace      guess  sharp epsilon=0.001  sharp epsilon=0.01  volume
                identity          0.012346       0.5                   12.5  100 ± 2.3               ≥ 0.5*               ≤ 1.5       ∞
                alpha alpha=0.01  0.012346       0.5   yes, 1.5e-16  1.25e9     failed                  n/a           undefined       ∞
                alpha alpha=100                             refused

                guess: the loss overflows
                sharp: no gradient
                sharp: nothing there
                alpha alpha=100 is refused: tanh is not homogeneous
                * stopped by its budget before it converged

                audit  invariance-audit of mlp
                  survivors: 0
                  note: none

                """, written.toString().replace("\r\n", "\n"));
    }

    @Test
    void aTableTooWideContinuesBelow() {
        TextTable table = new TextTable(java.util.List.of("point", "first", "second", "third"));
        table.row(java.util.List.of("identity", "1.25", "2", "3"));

        table.print(page(24));

        assertEquals("""
                point     first  second
                identity   1.25       2

                point     third
                identity      3

                """, written.toString().replace("\r\n", "\n"));
    }
}
