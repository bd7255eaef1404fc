package io.flatness.networks.data;

import io.flatness.networks.io.CsvReader;
import io.flatness.networks.io.FormatChoice;
import io.flatness.networks.io.IdxReader;
import io.flatness.networks.io.InputFile;
import io.flatness.networks.io.NpzReader;
import io.flatness.networks.io.Storage;
import io.flatness.networks.io.Tensor;
import io.flatness.spi.DataSource;
import io.flatness.spi.Included;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import io.flatness.spi.ProblemContext;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The data of a problem, told apart by {@code type}. */
public sealed interface DataParameters {
    /** How many samples are used, the first ones; all when null. */
    @Nullable
    Integer samples();

    /** Which part of the samples is used, and how it is presented to the network. */
    Preparation preparation();

    /** Where the targets come from. */
    Teacher teacher();

    /**
     * Reads the samples.
     *
     * @param key the key of the data in the experiment, {@code data} or {@code test}
     */
    default Samples read(String key, ProblemContext context) {
        Selection selection = Selection.of(key, samples(), preparation().range());
        return selection.of(readUpTo(selection.to(), key, context));
    }

    /** How many samples a run has, where those that were read are some of them. */
    default int count(Samples read) {
        return read.count();
    }

    /** Reads the samples [0, limit), fewer when there are fewer. */
    Samples readUpTo(int limit, String key, ProblemContext context);

    /** The bundled handwritten digits. */
    record Digits(
            @Param(doc = "Number of samples, the first ones; all 1,797 when left out", optional = true) @Nullable
            Integer samples,

            @Param(doc = "[a, b]: the samples a to b − 1 alone, counted from 0", optional = true)
            int @Nullable [] range,

            @Param(doc = "Every pixel (0 to 16) is divided by it; not 0", defaultValue = "16")
            double scale,

            @Param(doc = "Shape of a sample; [64] when left out, [1, 8, 8] for convolutions", optional = true)
            int @Nullable [] inputShape,

            @Param(
                    doc = "teacher or teacher-soft: the network's own outputs instead of the labels",
                    defaultValue = "none")
            Teacher targets)
            implements DataParameters {
        /** Checks the ranges. */
        public Digits {
            Checks.scale(scale);
        }

        @Override
        public Preparation preparation() {
            return new Preparation(range, scale, inputShape);
        }

        @Override
        public Teacher teacher() {
            return targets;
        }

        @Override
        public Samples readUpTo(int limit, String key, ProblemContext context) {
            InputFile file = InputFile.bundled("/io/flatness/networks/data/digits.csv.gz");
            return Tables.split(CsvReader.read(file, limit, null), LabelColumn.of("last"), key);
        }
    }

    /** A table of numbers. */
    record Csv(
            @Param(doc = "A table of numbers, one sample a line, gzipped or not")
            Path file,

            @Param(
                    doc = "The column of the labels: last, first, none, an index from 0, or its name in the header",
                    defaultValue = "last")
            LabelColumn label,

            @Param(
                    doc = "The character between fields; a comma, or else a semicolon or tab, when left out",
                    optional = true)
            @Nullable
            String delimiter,

            @Param(doc = "Number of samples, the first ones; all when left out", optional = true) @Nullable
            Integer samples,

            @Included Preparation preparation,

            @Param(
                    doc = "teacher or teacher-soft: the network's own outputs instead of the labels",
                    defaultValue = "none")
            Teacher targets)
            implements DataParameters {
        /** Checks the delimiter. */
        public Csv {
            if (delimiter != null && (delimiter.length() != 1 || "\"\r\n".contains(delimiter))) {
                throw new InvalidParameterException(
                        "delimiter",
                        "delimiter is '" + delimiter + "'; it must be one character, as in delimiter: ';' or '\\t' in"
                                + " double quotes");
            }
        }

        @Override
        public Teacher teacher() {
            return targets;
        }

        @Override
        public Samples readUpTo(int limit, String key, ProblemContext context) {
            InputFile input = InputFile.of(key + ".file", file, context);
            Character between = delimiter == null ? null : delimiter.charAt(0);
            return Tables.split(CsvReader.read(input, limit, between), label, key);
        }
    }

    /** Two IDX files, as MNIST comes. */
    record Idx(
            @Param(doc = "IDX file of the images, gzipped or not")
            Path images,

            @Param(doc = "IDX file of the labels; may be left out with targets: teacher", optional = true) @Nullable
            Path labels,

            @Param(doc = "Number of samples, the first ones; all when left out", optional = true) @Nullable
            Integer samples,

            @Included Preparation preparation,

            @Param(
                    doc = "teacher or teacher-soft: the network's own outputs instead of the labels",
                    defaultValue = "none")
            Teacher targets)
            implements DataParameters {
        @Override
        public Teacher teacher() {
            return targets;
        }

        @Override
        public Samples readUpTo(int limit, String key, ProblemContext context) {
            Tensor inputs = IdxReader.read(InputFile.of(key + ".images", images, context), limit);
            Tensor marks =
                    labels == null ? null : IdxReader.read(InputFile.of(key + ".labels", labels, context), limit);
            return Tables.join(inputs, marks, null, key);
        }
    }

    /** An archive of NumPy arrays. */
    record Npz(
            @Param(
                    doc =
                            "Archive with the arrays inputs and labels (one number a sample or position) or targets (one row"
                                    + " a sample), or arrays named here")
            Path file,

            @Param(
                    doc = "The array of the inputs, or {input of the network: array} for a network of several",
                    defaultValue = "inputs")
            InputArrays inputs,

            @Param(doc = "The array of the labels; labels, if it is there, when left out", optional = true) @Nullable
            String labels,

            @Param(doc = "Number of samples, the first ones; all when left out", optional = true) @Nullable
            Integer samples,

            @Included Preparation preparation,

            @Param(
                    doc =
                            "teacher or teacher-soft: the network's own outputs instead of the labels; or the array of the"
                                    + " targets",
                    defaultValue = "none")
            TargetArray targets)
            implements DataParameters {
        @Override
        public Teacher teacher() {
            return targets.teacher();
        }

        @Override
        public Samples readUpTo(int limit, String key, ProblemContext context) {
            InputFile input = InputFile.of(key + ".file", file, context);
            return new NamedArrays(input, NpzReader.read(input), key).samples(inputs, labels, targets);
        }
    }

    /** A file of any format that a data source reads. */
    record File(
            @Param(doc = "A file of a format that is bundled or that a plugin brings")
            Path file,

            @Param(
                    doc = "The array of the inputs, or {input of the network: array} for a network of several",
                    defaultValue = "inputs")
            InputArrays inputs,

            @Param(doc = "The array of the labels; labels, if it is there, when left out", optional = true) @Nullable
            String labels,

            @Param(doc = "Number of samples, the first ones; all when left out", optional = true) @Nullable
            Integer samples,

            @Included Preparation preparation,

            @Param(
                    doc =
                            "teacher or teacher-soft: the network's own outputs instead of the labels; or the array of the"
                                    + " targets",
                    defaultValue = "none")
            TargetArray targets)
            implements DataParameters {
        @Override
        public Teacher teacher() {
            return targets.teacher();
        }

        @Override
        public Samples readUpTo(int limit, String key, ProblemContext context) {
            InputFile input = InputFile.of(key + ".file", file, context);
            DataSource source = new FormatChoice<>(
                            context.formats(DataSource.class), DataSource::name, each -> each.reads(file.toString()))
                    .one(input);
            Map<String, Tensor> arrays = new LinkedHashMap<>();
            source.read(input).forEach(array -> arrays.put(array.name(), Tensor.of(array)));
            return new NamedArrays(input, arrays, key).samples(inputs, labels, targets);
        }
    }

    /** Samples written in the experiment. */
    record Inline(
            @Param(doc = "One list of numbers per sample") List<double[]> inputs,

            @Param(doc = "One list of numbers per sample; or teacher or teacher-soft", optional = true) @Nullable
            InlineTargets targets,

            @Param(doc = "One class per sample, counted from 0; −1 and 1, or 0 and 1, for logistic", optional = true)
            double @Nullable [] labels,

            @Param(doc = "Number of samples, the first ones; all when left out", optional = true) @Nullable
            Integer samples,

            @Included Preparation preparation)
            implements DataParameters {
        /** Checks the ranges. */
        public Inline {
            Checks.rows("inputs", inputs.toArray(new double[0][]));
            if (targets != null && targets.rows() != null) {
                Checks.rows("targets", targets.rows());
                if (labels != null) {
                    throw new InvalidParameterException(
                            "labels", "there are both targets and labels; keep one of them");
                }
            }
        }

        @Override
        public Teacher teacher() {
            return targets == null ? Teacher.NONE : targets.teacher();
        }

        @Override
        public Samples readUpTo(int limit, String key, ProblemContext context) {
            double[][] rows = targets == null ? null : targets.rows();
            Checks.sameCount(key + ".labels", inputs.size(), labels == null ? -1 : labels.length);
            Checks.sameCount(key + ".targets", inputs.size(), rows == null ? -1 : rows.length);
            double[] flat = Tables.flatten(inputs.toArray(new double[0][]));
            int size = inputs.get(0).length;
            return new Samples(
                    new Storage.Float64(flat),
                    inputs.size(),
                    List.of(size),
                    labels == null ? null : labels.clone(),
                    rows == null ? null : Tables.flatten(rows));
        }
    }

    /** Standard normal inputs with uniform labels, from the seed. */
    record Random(
            @Param(doc = "Number of samples to draw, at least 1")
            Integer samples,

            @Param(doc = "Inputs per sample, at least 1") int features,

            @Param(doc = "Number of classes, at least 1; may be left out with targets: teacher", optional = true)
            @Nullable
            Integer classes,

            @Included Preparation preparation,

            @Param(
                    doc = "teacher or teacher-soft: the network's own outputs instead of the labels",
                    defaultValue = "none")
            Teacher targets)
            implements DataParameters {
        /** Checks the ranges. */
        public Random {
            Checks.atLeastOne("samples", samples);
            Checks.atLeastOne("features", features);
            Checks.atLeastOne("classes", classes == null ? 1 : classes);
            if ((long) samples * features > Integer.MAX_VALUE) {
                throw new InvalidParameterException(
                        "samples", samples + " samples of " + features + " features are more than 2³¹ − 1 numbers");
            }
        }

        @Override
        public Teacher teacher() {
            return targets;
        }

        @Override
        public Samples read(String key, ProblemContext context) {
            Selection selection = Selection.of(key, null, preparation.range());
            if (context.survey()) {
                selection.count(samples);
                return drawn(1, key, context);
            }
            return selection.of(readUpTo(Integer.MAX_VALUE, key, context));
        }

        /** How many samples are used. */
        @Override
        public int count(Samples read) {
            return Selection.of("data", null, preparation.range()).count(samples);
        }

        @Override
        public Samples readUpTo(int limit, String key, ProblemContext context) {
            return drawn(samples, key, context);
        }

        private Samples drawn(int count, String key, ProblemContext context) {
            long heap = Runtime.getRuntime().maxMemory();
            if ((long) samples * features * Double.BYTES > heap / 2) {
                throw new InvalidParameterException(
                        key + ".samples",
                        samples + " samples of " + features + " features take "
                                + ((long) samples * features * Double.BYTES >> 20) + " MB, more than half of the "
                                + (heap >> 20)
                                + " MB that Java may use; take fewer, or give Java more memory"
                                + " (FLATNESS_JAVA_OPTIONS=-Xmx…)");
            }
            RandomGenerator random = context.random(key + " inputs");
            double[] inputs = new double[count * features];
            Arrays.setAll(inputs, i -> random.nextGaussian());
            double[] labels = null;
            if (classes != null) {
                RandomGenerator dice = context.random(key + " labels");
                labels = new double[count];
                Arrays.setAll(labels, i -> dice.nextInt(classes));
            }
            return new Samples(new Storage.Float64(inputs), count, List.of(features), labels, null);
        }
    }
}
