package io.flatness.report;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/** Draws figures without a browser: the chart library of the page runs in Rhino and answers with SVG. */
final class Painter implements AutoCloseable {
    private static final int WIDTH = 640;
    private static final int DENSITY = 2;

    private @Nullable Studio studio;

    /** The library at work, which takes a second or two to start. */
    private static final class Studio {
        private final Context context = Context.enter();
        private final Scriptable scope;

        Studio() {
            context.setLanguageVersion(Context.VERSION_ES6);
            scope = context.initSafeStandardObjects();
            run("var self = this; function setTimeout() { return 0; } function clearTimeout() {}", "surroundings");
            // Compiled, the library's one large function would be beyond what a method of the JVM may hold.
            context.setInterpretedMode(true);
            run(library(), "echarts");
            context.setInterpretedMode(false);
            run(charts(), "charts");
        }

        private void run(String script, String name) {
            context.evaluateString(scope, script, name, 1, null);
        }
    }

    /** The chart library as the page has it. */
    static String library() {
        return Resource.text(
                "/META-INF/resources/webjars/echarts/" + Resource.webjarVersion("echarts") + "/dist/echarts.min.js");
    }

    /** What turns figures into charts. */
    static String charts() {
        return Resource.text("/io/flatness/report/charts.js");
    }

    /** A figure; the first one starts the library. */
    String svg(Figure figure) {
        Studio at = studio == null ? new Studio() : studio;
        studio = at;
        Context context = at.context;
        Scriptable scope = at.scope;
        Scriptable flatness = (Scriptable) ScriptableObject.getProperty(scope, "flatness");
        Function draw = (Function) ScriptableObject.getProperty(flatness, "svg");
        Function height = (Function) ScriptableObject.getProperty(flatness, "height");
        Object parsed = context.evaluateString(scope, "(" + figure.json().toString() + ")", "figure", 1, null);
        Object tall = height.call(context, scope, flatness, new Object[] {parsed});
        Object drawing =
                draw.call(context, scope, flatness, new Object[] {figure.json().toString(), WIDTH, tall});
        return Context.toString(drawing);
    }

    /** The pixels of a drawing. */
    static byte[] png(String svg) {
        SVGDocument document = Objects.requireNonNull(new SVGLoader()
                .load(
                        new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)),
                        null,
                        LoaderContext.createDefault()));
        int width = (int) Math.ceil(document.size().getWidth() * DENSITY);
        int height = (int) Math.ceil(document.size().getHeight() * DENSITY);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(DENSITY, DENSITY);
        document.render(null, graphics);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        if (studio != null) {
            Context.exit();
            studio = null;
        }
    }
}
