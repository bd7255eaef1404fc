package io.flatness.core.spec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads an experiment file, applies overrides, and checks everything that needs no component. */
public final class SpecReader {
    /** Keys of an entry that are not parameters of its component. */
    public static final Set<String> RESERVED = Set.of("id", "type", "chain", "problems");
    /** Keys of a metric that are not parameters. */
    public static final Set<String> RESERVED_OF_METRICS =
            Set.of("id", "type", "chain", "problems", "timeout", "isolate");

    private static final String METRIC = "metric";

    private static final List<String> TOP_LEVEL = List.of(
            "name",
            "seed",
            "problems",
            "transforms",
            "metrics",
            "analyses",
            "expect",
            "report",
            "backend",
            "threads",
            "memory",
            "timeout");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} ._+=,()-]{0,99}");
    /** The formats of reports. */
    public static final List<String> FORMATS = List.of("json", "csv", "json-lines", "html");

    private static final List<String> USUAL_FORMATS = List.of("json", "csv", "html");

    private final Path file;
    private final Findings findings;

    private SpecReader(Path file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    /**
     * Reads an experiment.
     *
     * @param file the YAML file
     * @param overrides entries {@code key.path=value}
     * @param findings receives mistakes that do not stop the reading, so that later stages can add theirs
     * @throws InvalidExperimentException when there is nothing to go on with
     */
    public static ExperimentSpec read(Path file, List<String> overrides, Findings findings) {
        SpecReader reader = new SpecReader(file, findings);
        Mark start = new Mark(file.toString(), 1, 1);
        YamlNode root = YamlReader.read(file.toString(), reader.text(start), findings);
        if (root == null) {
            if (findings.isEmpty()) {
                findings.add(start, "the file is empty; an experiment has at least problems and metrics");
            }
            findings.throwIfAny();
        }
        if (!(root instanceof YamlMap map)) {
            findings.add(start, "an experiment is a mapping with the keys " + String.join(", ", TOP_LEVEL));
            findings.throwIfAny();
            throw new AssertionError("thrown above");
        }
        return reader.experiment(Overrides.apply(map, overrides, findings));
    }

    private String text(Mark start) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > 4L * YamlReader.MAX_CHARACTERS) {
                findings.add(start, "the file is too large for an experiment: " + Files.size(file) + " bytes");
                findings.throwIfAny();
            }
            byte[] bytes = Files.readAllBytes(file);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            findings.add(start, "the file is not UTF-8 text");
        } catch (IOException e) {
            findings.add(
                    new Mark(file.toString(), 0, 0),
                    Files.exists(file) ? "the file cannot be read: " + e.getMessage() : "there is no such file");
        }
        findings.throwIfAny();
        throw new AssertionError("thrown above");
    }

    private ExperimentSpec experiment(YamlMap map) {
        Fields fields = new Fields(map, "an experiment", findings);
        fields.allowOnly(TOP_LEVEL);
        Long seed = fields.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE);
        Long threads = fields.integer("threads", 1, 4096);
        List<ComponentSpec> problems = components(fields, "problems", "problem");
        if (problems.isEmpty() && fields.list("problems").isEmpty()) {
            findings.add(map.mark(), "the experiment has no problems; it needs at least one under problems:");
        }
        return new ExperimentSpec(
                file,
                name(fields),
                seed == null ? 0 : seed,
                problems,
                transforms(fields),
                components(fields, "metrics", METRIC),
                components(fields, "analyses", "analysis"),
                expectations(fields),
                formats(fields),
                fields.text("backend").orElse("auto"),
                fields.markOf("backend"),
                threads == null ? null : threads.intValue(),
                memory(fields),
                timeout(fields));
    }

    /** The name, which is that of a folder too: it leads nowhere else. */
    private String name(Fields fields) {
        Optional<String> written = fields.text("name");
        if (written.isPresent() && !NAME.matcher(written.get()).matches()) {
            findings.add(
                    fields.markOf("name"),
                    "the name is \"" + Shortened.of(written.get())
                            + "\"; it names the folder of the results: allowed are up to 100 letters, digits, spaces, '.',"
                            + " '_', '-', '+', '=', ',' and parentheses, starting with a letter or a digit");
        }
        return written.orElseGet(this::stem);
    }

    private String stem() {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        String stem = (dot > 0 ? name.substring(0, dot) : name).replaceAll("[^\\p{L}\\p{N} ._+=,()-]", "-");
        String plain = stem.replaceFirst("^[^\\p{L}\\p{N}]+", "");
        return plain.isEmpty() ? "experiment" : plain.substring(0, Math.min(100, plain.length()));
    }

    private List<ComponentSpec> components(Fields fields, String key, String word) {
        List<ComponentSpec> components = new ArrayList<>();
        Map<String, Mark> ids = new HashMap<>();
        for (YamlNode item : fields.list(key)) {
            ComponentSpec component = component(item, word);
            if (component != null && unique(ids, component.id(), idMark(item), word)) {
                components.add(component);
            }
        }
        return components;
    }

    private @Nullable ComponentSpec component(YamlNode item, String word) {
        if (!(item instanceof YamlMap map)) {
            findings.add(item.mark(), "a " + word + " is a mapping with at least a type; found " + item.describe());
            return null;
        }
        Fields fields = new Fields(map, "a " + word, findings);
        String type = fields.text("type").orElse("");
        if (!fields.has("type")) {
            findings.add(map.mark(), "the " + word + " has no type");
        }
        if (fields.has("chain")) {
            findings.add(fields.markOf("chain"), "a " + word + " has no chain; only transforms have one");
        }
        if (type.isEmpty()) {
            return null;
        }
        String id = id(fields, type);
        return new ComponentSpec(
                id,
                type,
                fields.markOf("type"),
                map.without(word.equals(METRIC) ? RESERVED_OF_METRICS : RESERVED),
                fields.texts("problems"),
                word.equals(METRIC) ? handling(fields) : Handling.PLAIN,
                map.mark());
    }

    private Handling handling(Fields fields) {
        return new Handling(timeout(fields), fields.truth("isolate").orElse(false));
    }

    private @Nullable Double timeout(Fields fields) {
        Double seconds = fields.number("timeout", false).orElse(null);
        if (seconds != null && !(seconds > 0)) {
            findings.add(
                    fields.markOf("timeout"),
                    "timeout is " + seconds + "; it is a positive number of seconds that one measurement may take");
            return null;
        }
        return seconds;
    }

    private String id(Fields fields, String otherwise) {
        String id = fields.text("id").orElse(otherwise);
        if (!ID.matcher(id).matches()) {
            findings.add(
                    fields.markOf("id"),
                    "the id is \"" + Shortened.of(id)
                            + "\"; allowed: letters, digits, '.', '_' and '-', at most 200, starting with a"
                            + " letter or a digit");
        }
        return id;
    }

    private static Mark idMark(YamlNode item) {
        YamlNode id = item instanceof YamlMap map ? map.get("id") : null;
        return id == null ? item.mark() : id.mark();
    }

    private boolean unique(Map<String, Mark> ids, String id, Mark mark, String word) {
        Mark earlier = ids.putIfAbsent(id, mark);
        if (earlier != null) {
            String where = earlier.line() > 0 ? " (the first is in line " + earlier.line() + ")" : "";
            findings.add(mark, "two " + plural(word) + " have the id " + id + where + "; ids are unique");
        }
        return earlier == null;
    }

    private static String plural(String word) {
        return word.equals("analysis") ? "analyses" : word + "s";
    }

    private List<TransformSpec> transforms(Fields fields) {
        List<TransformSpec> transforms = new ArrayList<>();
        Map<String, Mark> ids = new HashMap<>();
        for (YamlNode item : fields.list("transforms")) {
            TransformSpec transform = transform(item);
            if (transform == null || !unique(ids, transform.id(), idMark(item), "transform")) {
                continue;
            }
            if (transform.id().equals("identity")) {
                findings.add(idMark(item), "the id identity belongs to the untransformed point; choose another");
            } else {
                transforms.add(transform);
            }
        }
        return transforms;
    }

    private @Nullable TransformSpec transform(YamlNode item) {
        if (!(item instanceof YamlMap map) || map.get("chain") == null) {
            ComponentSpec one = component(item, "transform");
            return one == null ? null : new TransformSpec(one.id(), List.of(one), false, one.problems(), one.mark());
        }
        Fields fields = new Fields(map, "a chain", findings);
        fields.allowOnly(List.of("id", "chain", "problems"));
        if (!fields.has("id")) {
            findings.add(map.mark(), "the chain has no id");
        }
        List<ComponentSpec> links = new ArrayList<>();
        for (YamlNode link : fields.list("chain")) {
            ComponentSpec component = component(link, "transform");
            if (component != null) {
                links.add(component);
            }
            if (link instanceof YamlMap linkMap && (linkMap.get("id") != null || linkMap.get("problems") != null)) {
                findings.add(link.mark(), "a link of a chain has neither id nor problems; write them beside chain:");
            }
        }
        if (fields.list("chain").isEmpty()) {
            findings.add(fields.markOf("chain"), "the chain has no links");
        }
        String id = id(fields, "chain");
        return links.isEmpty()
                ? null
                : new TransformSpec(id, List.copyOf(links), true, fields.texts("problems"), map.mark());
    }

    private List<ExpectSpec> expectations(Fields fields) {
        List<ExpectSpec> expectations = new ArrayList<>();
        for (YamlNode item : fields.list("expect")) {
            if (item instanceof YamlMap map) {
                expectation(map, new Fields(map, "an expect entry", findings), expectations);
            } else {
                findings.add(
                        item.mark(),
                        "an expect entry is a mapping {metric, problem, transform, op, value}; found "
                                + item.describe());
            }
        }
        return expectations;
    }

    private void expectation(YamlMap map, Fields fields, List<ExpectSpec> expectations) {
        fields.allowOnly(List.of("metric", "problem", "transform", "op", "value", "tolerance"));
        for (String required : List.of("metric", "op", "value")) {
            if (!fields.has(required)) {
                findings.add(map.mark(), "the expect entry has no " + required);
            }
        }
        Map<String, ExpectSpec.Op> ops = ExpectSpec.Op.bySign();
        String op = fields.oneOf("op", List.copyOf(ops.keySet())).orElse("");
        String metric = fields.text("metric").orElse("");
        Double value = fields.number("value", true).orElse(null);
        double tolerance = fields.number("tolerance", false).orElse(0.0);
        if (tolerance < 0) {
            findings.add(fields.markOf("tolerance"), "tolerance is " + tolerance + "; it must not be negative");
        }
        Map<String, Mark> places = new LinkedHashMap<>();
        map.entries().forEach((key, entry) -> places.put(key, entry.value().mark()));
        ExpectSpec.Op comparison = ops.get(op);
        if (comparison != null && value != null && !metric.isEmpty()) {
            expectations.add(new ExpectSpec(
                    metric,
                    fields.text("problem").orElse(null),
                    fields.text("transform").orElse("identity"),
                    comparison,
                    value,
                    tolerance,
                    places,
                    map.mark()));
        }
    }

    private List<String> formats(Fields fields) {
        if (!fields.has("report")) {
            return USUAL_FORMATS;
        }
        if (!(fields.node("report") instanceof YamlMap report)) {
            findings.add(fields.markOf("report"), "report is a mapping such as {formats: [json, csv, html]}");
            return USUAL_FORMATS;
        }
        Fields inner = new Fields(report, "report", findings);
        inner.allowOnly(List.of("formats"));
        List<String> formats = new ArrayList<>();
        List<YamlScalar> written = inner.texts("formats");
        for (YamlScalar format : written == null ? List.<YamlScalar>of() : written) {
            if (!FORMATS.contains(format.text())) {
                findings.add(
                        format.mark(),
                        "there is no report format " + format.text() + DidYouMean.hint(format.text(), FORMATS));
            } else if (!formats.contains(format.text())) {
                formats.add(format.text());
            }
        }
        return written == null ? USUAL_FORMATS : formats;
    }

    private @Nullable Long memory(Fields fields) {
        if (!fields.has("memory")) {
            return null;
        }
        try {
            return MemorySize.parse(fields.text("memory").orElse("0"));
        } catch (IllegalArgumentException e) {
            findings.add(fields.markOf("memory"), Objects.requireNonNullElse(e.getMessage(), e.toString()));
            return null;
        }
    }
}
