package io.flatness.networks.problem;

import io.flatness.networks.data.DataParameters;
import io.flatness.networks.data.Samples;
import io.flatness.networks.data.Teacher;
import io.flatness.networks.engine.DataSet;
import io.flatness.networks.engine.Execution;
import io.flatness.networks.engine.NetworkSurface;
import io.flatness.networks.io.Model;
import io.flatness.networks.io.NetworkExport;
import io.flatness.networks.io.Storage;
import io.flatness.networks.loss.Logistic;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.loss.SoftmaxCrossEntropy;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Problem;
import io.flatness.spi.ProblemContext;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Opens neural networks on data. */
final class NetworkOpener {
    private NetworkOpener() {}

    static Problem open(NetworkParameters parameters, ProblemContext context) {
        Objective objective = parameters.loss().objective();
        Samples samples = parameters.data().read("data", context);
        List<Integer> shape = shape("data", parameters.data(), samples);
        Model model = new ModelOpener(parameters.model(), context).open(shapes(samples, shape), absorbed(objective));
        Execution execution = Execution.of(context, parameters.precision(), context.memoryBytes());
        Opening opening =
                new Opening(model, objective, execution, parameters.loss().ignoreIndex(), context.survey());
        NetworkSurface surface = opening.surface("data", parameters.data(), samples);
        DataParameters testing = parameters.test();
        NetworkSurface test = null;
        if (testing != null) {
            Samples held = testing.read("test", context);
            shape("test", testing, held);
            if (!held.classes().equals(samples.classes())) {
                throw new InvalidParameterException(
                        "test",
                        "the classes of the held-out data are " + held.classes() + ", but those of the data are "
                                + samples.classes() + "; both must have the same, or numbers");
            }
            test = opening.surface("test", testing, held);
        }
        boolean strict = parameters.kinks() == NetworkParameters.Kinks.STRICT;
        NetworkLoss measured = strict ? new StrictNetwork(surface) : surface;
        return new NetworkProblem(
                new Minimum(measured, model.theta()),
                surface,
                test,
                parameters.train(),
                saturable(parameters, objective, samples),
                facts(samples, model),
                bytes(parameters.data().count(samples), samples, model));
    }

    /** What samples take in memory: their inputs as they are stored, their targets, and their outputs. */
    private static long bytes(int count, Samples samples, Model model) {
        int number = samples.inputs() instanceof Storage.Uint8
                ? 1
                : samples.inputs() instanceof Storage.Float32 ? Float.BYTES : Double.BYTES;
        long outputs = (long) model.network().outputCount() * model.network().outputPositions() * Double.BYTES;
        return count * ((long) samples.sampleSize() * number + outputs);
    }

    /** Whether the loss falls for ever where all labels can be predicted: classes without noise, smoothing or penalty. */
    private static boolean saturable(NetworkParameters parameters, Objective objective, Samples samples) {
        boolean hard = parameters.data().teacher() == Teacher.NONE && samples.targets() == null;
        boolean smooth = objective.loss() instanceof SoftmaxCrossEntropy loss && loss.labelSmoothing() > 0;
        return objective.loss().classifies() && hard && !smooth && objective.l2() == 0;
    }

    /** Shapes of a sample by input; under the empty name for a network of one. */
    private static Map<String, List<Integer>> shapes(Samples samples, List<Integer> whole) {
        Map<String, List<Integer>> shapes = new LinkedHashMap<>();
        samples.parts().forEach(part -> shapes.put(part.input(), part.shape()));
        return shapes.isEmpty() ? Map.of("", whole) : shapes;
    }

    private static Model.Ending absorbed(Objective objective) {
        if (objective.loss() instanceof SoftmaxCrossEntropy) {
            return Model.Ending.SOFTMAX;
        }
        return objective.loss() instanceof Logistic ? Model.Ending.SIGMOID : Model.Ending.NONE;
    }

    /** The shape of a sample: that asked for, or that of the data. */
    private static List<Integer> shape(String key, DataParameters parameters, Samples samples) {
        int[] asked = parameters.preparation().inputShape();
        if (asked == null) {
            return samples.shape();
        }
        long size = 1;
        for (int extent : asked) {
            if (extent < 1) {
                throw new InvalidParameterException(
                        key + ".inputShape",
                        "inputShape is " + Arrays.toString(asked) + "; all sizes must be at least 1");
            }
            size = Math.min(Integer.MAX_VALUE, size * extent);
        }
        if (size != samples.sampleSize()) {
            throw new InvalidParameterException(
                    key + ".inputShape",
                    "inputShape is " + Arrays.toString(asked) + ", " + size + " elements, but a sample has "
                            + samples.sampleSize());
        }
        return Arrays.stream(asked).boxed().toList();
    }

    private static Map<String, Object> facts(Samples samples, Model model) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("inputShape", model.network().inputShape().extents());
        facts.put("outputs", model.network().outputCount());
        if (model.ending() == Model.Ending.SOFTMAX) {
            facts.put("removed", "the softmax at the end of the file, which cross-entropy takes in");
        } else if (model.ending() == Model.Ending.SIGMOID) {
            facts.put("removed", "the sigmoid at the end of the file, which logistic loss takes in");
        }
        if (!samples.classes().isEmpty()) {
            facts.put("classes", samples.classes());
        }
        return facts;
    }

    /** Builds surfaces of one model on several data sets. */
    private record Opening(Model model, Objective objective, Execution execution, int ignored, boolean survey) {
        NetworkSurface surface(String key, DataParameters parameters, Samples samples) {
            DataOpener opener = new DataOpener(key, model, objective.loss(), ignored);
            if (parameters.teacher() == Teacher.NONE) {
                return surface(
                        key, opener.open(samples, parameters.preparation().scale()));
            }
            boolean classifies = objective.loss().classifies();
            if (parameters.teacher() == Teacher.TEACHER_SOFT && !classifies) {
                throw new InvalidParameterException(
                        key + ".targets",
                        "targets: teacher-soft makes probabilities, which go with cross-entropy and logistic; with "
                                + objective.loss().name() + " use targets: teacher");
            }
            if (survey) {
                return surface(
                        key, opener.untargeted(samples, parameters.preparation().scale()));
            }
            double[] outputs = surface(
                            key,
                            opener.untargeted(samples, parameters.preparation().scale()))
                    .outputs(model.theta());
            if (classifies) {
                probabilities(outputs);
            }
            return surface(
                    key, opener.withTargets(samples, parameters.preparation().scale(), outputs));
        }

        private NetworkSurface surface(String key, DataSet data) {
            try {
                return new NetworkSurface(model.network(), model.buffers(), data, objective, execution)
                        .offering(surface -> new NetworkExport(surface.network(), surface.buffers()));
            } catch (IllegalArgumentException e) {
                if (e instanceof InvalidParameterException) {
                    throw e;
                }
                throw new InvalidParameterException(key, String.valueOf(e.getMessage()), e);
            }
        }

        /** What the network itself answers: the logistic function, or the softmax, of its outputs. */
        private void probabilities(double[] outputs) {
            if (objective.loss() instanceof Logistic) {
                for (int i = 0; i < outputs.length; i++) {
                    double e = StrictMath.exp(-Math.abs(outputs[i]));
                    outputs[i] = (outputs[i] >= 0 ? 1 : e) / (1 + e);
                }
                return;
            }
            softmax(outputs, model.network().outputCount());
        }

        private static void softmax(double[] outputs, int width) {
            for (int row = 0; row < outputs.length; row += width) {
                double max = Double.NEGATIVE_INFINITY;
                for (int c = 0; c < width; c++) {
                    max = Math.max(max, outputs[row + c]);
                }
                double sum = 0;
                for (int c = 0; c < width; c++) {
                    outputs[row + c] = StrictMath.exp(outputs[row + c] - max);
                    sum += outputs[row + c];
                }
                for (int c = 0; c < width; c++) {
                    outputs[row + c] /= sum;
                }
            }
        }
    }
}
