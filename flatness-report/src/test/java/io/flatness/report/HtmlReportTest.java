package io.flatness.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class HtmlReportTest {
    private static Map<String, String> files(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(HtmlReportTest.class.getResourceAsStream("sweep.json"))) {
            ObjectNode results = (ObjectNode) new ObjectMapper().readTree(in);
            return HtmlReport.of(results.put("name", name));
        }
    }

    private static String html(String name) throws IOException {
        return Objects.requireNonNull(files(name).get("report.html"));
    }

    @Test
    void theReportShowsPointsFiguresAndWhereTheyComeFrom() throws Exception {
        String html = html("first");
        assertTrue(html.contains("<th>s factor=0.1</th>"), html);
        assertTrue(html.contains("<td>0.03</td>"), "the trace under a scaling by 10");
        assertTrue(html.contains("yes, bitwise"));
        assertTrue(html.contains("refused: 13 is refused by this architecture"));
        assertTrue(html.contains("title=\"it was told to\">failed</td>"));
        assertTrue(html.contains("<td>∞</td>"));
        assertTrue(html.contains("± 0.5"));
        assertTrue(html.contains("r: test-ratio of q"));
        assertFalse(html.contains("http://") && !html.contains("http://www.w3.org/2000/svg"), "nothing is fetched");
        for (String figure : List.of("q-s", "q-s-trace", "q-s-est")) {
            String svg = files("first").get("figures/" + figure + ".svg");
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        }
    }

    @Test
    void namesCannotBreakThePage() throws IOException {
        String html = html("\"<script>alert(1)</script> & co\"");
        assertFalse(html.contains("<script>"));
        assertTrue(html.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; co"));
    }

    @Test
    void numbersAreShort() {
        assertEquals("0.041274", Decimal.of(0.0412735034518912, 5));
        assertEquals("9581.2", Decimal.of(9581.234, 5));
        assertEquals("5.28×10⁻⁵", Decimal.of(5.28e-5, 5));
        assertEquals("10⁻¹⁰", Decimal.of(1e-10, 3));
        assertEquals("−3×10¹⁴⁰", Decimal.of(-3e140, 3));
        assertEquals("−10", Decimal.of(-9.9999, 3));
        assertEquals("100000", Decimal.of(1e5, 3));
        assertEquals("0", Decimal.of(-0.0, 3));
        assertEquals("∞", Decimal.of(Double.POSITIVE_INFINITY, 3));
    }

    @Test
    void axesCoverTheirValuesWithAFewTicks() {
        for (List<Double> values : List.of(
                List.of(1e-140, 1e140),
                List.of(0.01, 100.0),
                List.of(2.2, 2.3),
                List.of(5.0, 5.0),
                List.of(-1.0, 0.0, 4.0),
                List.of(0.0, 0.0),
                List.of(3e-5, 8e-5))) {
            Scale scale = Scale.of(values, true, 0, 100);
            List<Double> ticks = scale.ticks();
            assertTrue(ticks.size() >= 2 && ticks.size() <= 12, values + " " + ticks);
            values.forEach(value -> {
                double pixel = scale.pixel(value);
                assertTrue(pixel >= 0 && pixel <= 100, value + " at " + pixel);
            });
        }
    }
}
