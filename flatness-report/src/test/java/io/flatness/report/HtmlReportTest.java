package io.flatness.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    private static final String LIBRARY = Painter.library().replace("</script", "<\\/script");

    private static final Painter PAINTER = new Painter();

    /** What a run with these results has: drawn once for all tests that change nothing. */
    private static Map<String, byte[]> plain = Map.of();

    @BeforeAll
    static void draw() throws IOException {
        plain = HtmlReport.of(results(), PAINTER);
    }

    @AfterAll
    static void close() {
        PAINTER.close();
    }

    private static ObjectNode results() throws IOException {
        try (InputStream in = Objects.requireNonNull(HtmlReportTest.class.getResourceAsStream("sweep.json"))) {
            return (ObjectNode) new ObjectMapper().readTree(in);
        }
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(Objects.requireNonNull(files.get(name), name), StandardCharsets.UTF_8);
    }

    /** The page without the library that draws. */
    private static String page(JsonNode results) {
        return text(HtmlReport.of(results, PAINTER), "report.html").replace(LIBRARY, "");
    }

    @Test
    void thePageShowsFindingsPointsAndWhereTheyComeFrom() throws IOException {
        ObjectNode results = results();
        results.putArray("findings")
                .addObject()
                .put("subject", "q")
                .put("verdict", "moves")
                .put("text", "trace moves")
                .put("level", "broken");
        String html = page(results);
        assertTrue(html.contains("<li class=\"broken\"><strong>q</strong> trace moves</li>"), html);
        assertTrue(
                html.indexOf("trace moves") < html.indexOf("<th scope=\"row\">identity</th>"), "verdicts come first");
        assertTrue(html.contains("<th scope=\"row\">s factor=0.1</th>"), html);
        assertTrue(html.contains(">0.03</td>"), "the trace under a scaling by 10");
        assertTrue(html.contains("yes, bitwise"));
        assertTrue(html.contains("refused: 13 is refused by this architecture"));
        assertTrue(html.contains("title=\"it was told to\" colspan=\"1\">failed</td>"), html);
        assertTrue(html.contains(">∞</td>"));
        assertTrue(html.contains("± 0.5"));
        assertTrue(html.contains("r: test-ratio of q"));
    }

    @Test
    void nothingIsFetched() throws IOException {
        String html = text(plain, "report.html").replace(LIBRARY, "").replace("http://www.w3.org/", "");
        assertFalse(html.contains("http://") || html.contains("https://"), html);
        assertFalse(html.contains(" src=") || html.contains("@import"), html);
    }

    @Test
    void namesCannotBreakThePage() throws Exception {
        String name = "\"<script>alert(1)</script> & co\"\u001b[31m";
        ObjectNode results = results().put("name", name);
        ((ObjectNode) results.path("problems").path(0)).put("id", name);
        results.path("points").forEach(point -> ((ObjectNode) point).put("problem", name));
        Map<String, byte[]> files = HtmlReport.of(results, PAINTER);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (file.getKey().endsWith(".svg")) {
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(file.getValue()));
            }
        }
        String html = text(files, "report.html").replace(LIBRARY, "");
        assertFalse(html.contains("<script>alert"), html);
        assertTrue(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), html);
        int raw = html.indexOf("\u001b");
        assertEquals(
                "",
                raw < 0 ? "" : html.substring(Math.max(0, raw - 80), raw),
                "control characters are shown as pictures");
    }

    @Test
    void everyFigureIsAlsoAFileInBothFormats() throws Exception {
        Map<String, byte[]> files = plain;
        for (String figure : List.of("q-s", "q-s-trace", "q-s-est")) {
            String svg = text(files, "figures/" + figure + ".svg");
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(files.get("figures/" + figure + ".png")));
            assertEquals(1280, image.getWidth());
            Set<Integer> colours = new HashSet<>();
            for (int x = 0; x < image.getWidth(); x += 3) {
                for (int y = 0; y < image.getHeight(); y += 3) {
                    colours.add(image.getRGB(x, y));
                }
            }
            assertTrue(colours.contains(0xff0072b2), "the first curve is blue in " + figure);
        }
    }

    @Test
    void theUntransformedPointIsDrawnWhereTheTransformChangesNothing() throws IOException {
        ObjectNode results = results();
        ArrayNode points = (ArrayNode) results.path("points");
        points.remove(3);
        points.forEach(point -> {
            if (point.path("transform").asText().equals("s")) {
                ((ObjectNode) point).putObject("neutral").put("factor", 1.0);
            }
        });
        ((ObjectNode) points.path(3).path("transformParameters")).put("factor", 5.0);
        ((ObjectNode) points.path(3))
                .put("status", "measured")
                .set("measurements", points.path(1).path("measurements"));
        Figure trace = Sweeps.of(new ProblemView("q", results)).stream()
                .filter(figure -> figure.id().equals("q-s-trace"))
                .findFirst()
                .orElseThrow();
        JsonNode data = trace.json().path("series").path(0).path("data");
        assertEquals(0.1, data.path(0).path(0).asDouble());
        assertEquals("[1.0,3.0,0.0,\"exact\"]", data.path(1).toString());
    }

    @Test
    void everyKindOfSeriesIsDrawn() throws IOException {
        for (String kind :
                List.of("line", "curve", "points", "bars", "intervals", "boxes", "segments", "cells", "surface")) {
            String names = kind.equals("cells") ? "\"categories\": [\"a\", \"b\"]," : "";
            String described = """
                    {"title": "t", "x": {%s "label": "x", "scale": "linear"}, "y": {%s "label": "y", "scale": "linear"},
                     "series": [{"name": "s", "kind": "%s", "data": []}]}
                    """.formatted(names, names, kind);
            String data = kind.equals("surface")
                    ? "[[0, 0, 1], [1, 0, 2], [0, 1, 2], [1, 1, \"Infinity\"]]"
                    : "[[0, 1, 0.5, 0], [1, 0, 2, 1]]";
            JsonNode filled = new ObjectMapper().readTree(described.replace("[]", data));
            int drawn = shapes(PAINTER.svg(Figure.of("f", filled)));
            int empty = kind.equals("surface")
                    ? 0
                    : shapes(PAINTER.svg(Figure.of("f", new ObjectMapper().readTree(described))));
            assertTrue(drawn > empty, kind + " drew nothing: " + drawn + " shapes");
        }
    }

    /** Level lines of x² + y²: the paths of the level ¼ stay on the circle of radius ½, whatever the colours. */
    @Test
    void surfacesAreDrawnWithTheirLevelsAndAsReliefs() throws IOException {
        ObjectNode described = (ObjectNode) new ObjectMapper().readTree("""
                {"title": "t", "x": {"label": "x", "scale": "linear"}, "y": {"label": "y", "scale": "linear"},
                 "series": [{"name": "loss", "kind": "surface", "data": []}, {"name": "quarter", "kind": "levels", "data": [[0.25]]}]}
                """);
        ArrayNode data = (ArrayNode) described.path("series").path(0).path("data");
        for (int j = -10; j <= 10; j++) {
            for (int i = -10; i <= 10; i++) {
                data.addArray().add(i / 10.0).add(j / 10.0).add((i * i + j * j) / 100.0);
            }
        }
        Figure map = Figure.of("map", described);
        Figure.equalScales(List.of(map));
        assertEquals("[0.0,2.0]", map.json().path("range").toString());
        String svg = PAINTER.svg(map);
        Matcher level =
                Pattern.compile("<path d=\"(M[^\"]*)\"[^>]*stroke=\"#ff3b30\"").matcher(svg);
        assertTrue(level.find(), svg);
        double[] x = level.group(1).isEmpty() ? new double[0] : numbers(level.group(1));
        double left = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (int k = 0; k + 1 < x.length; k += 2) {
            left = Math.min(left, x[k]);
            right = Math.max(right, x[k]);
            top = Math.min(top, x[k + 1]);
            bottom = Math.max(bottom, x[k + 1]);
        }
        // Equal units: a circle is as wide as high, and half as wide as the window, whose height is 500 less its
        // margins.
        assertEquals(right - left, bottom - top, 1);
        assertEquals((500 - 44 - 70) / 2.0, right - left, 2);
        assertTrue(shapes(PAINTER.svg(map.relief())) > 300);
    }

    private static double[] numbers(String path) {
        return Pattern.compile("-?[0-9.]+")
                .matcher(path)
                .results()
                .mapToDouble(match -> Double.parseDouble(match.group()))
                .toArray();
    }

    private static int shapes(String svg) {
        return (int) Pattern.compile("<(path|rect|circle|polygon|line)")
                .matcher(svg)
                .results()
                .count();
    }

    @Test
    void aReportOfThousandsOfPointsTakesSeconds() throws IOException {
        ObjectNode results = results();
        ArrayNode points = (ArrayNode) results.path("points");
        ObjectNode like = points.path(1).deepCopy();
        for (int i = 0; i < 4000; i++) {
            ObjectNode point = like.deepCopy();
            ((ObjectNode) point.path("transformParameters")).put("factor", 1 + i / 1000.0);
            points.add(point);
        }
        long start = System.nanoTime();
        List<Figure> figures = Sweeps.of(new ProblemView("q", results));
        PointsTable.of(new ProblemView("q", results));
        double seconds = (System.nanoTime() - start) / 1e9;
        assertTrue(figures.size() > 1);
        assertTrue(seconds < 20, "tables and figures took " + seconds + " s");
    }
}
