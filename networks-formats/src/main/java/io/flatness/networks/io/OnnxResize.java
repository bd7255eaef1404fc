package io.flatness.networks.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Images and signals in other sizes, axis by axis: each element a fixed mixture of elements of that axis. */
final class OnnxResize {
    private OnnxResize() {}

    static void addTo(Map<String, OnnxOperator> general) {
        general.put("Resize", OnnxResize::read);
        general.put("Upsample", OnnxResize::read);
        general.put("DepthToSpace", OnnxResize::depthToSpace);
        general.put("SpaceToDepth", OnnxResize::spaceToDepth);
    }

    private static OnnxValue read(OnnxNode node, OnnxImport model) {
        OnnxSteps steps = new OnnxSteps(node, model);
        String value = node.input(0);
        List<Integer> extents = steps.extents(value);
        boolean old = node.operator().equals("Upsample") || node.proto().getInputCount() == 2 && model.opset() < 11;
        String mode = node.text("mode", "nearest");
        if (!List.of("nearest", "linear", "bilinear", "cubic").contains(mode)
                || node.integer("antialias", 0) != 0
                || !node.text("keep_aspect_ratio_policy", "stretch").equals("stretch")
                || node.integer("exclude_outside", 0) != 0) {
            throw node.refused("resizes by " + mode
                    + " with antialiasing, a kept aspect ratio or without what is outside; nearest, linear and cubic are"
                    + " supported");
        }
        String transformation = old ? "asymmetric" : node.text("coordinate_transformation_mode", "half_pixel");
        long[] axes = node.integers("axes");
        boolean sized = !old && !node.input(3).isEmpty();
        double[] scales = sized ? new double[0] : scales(node, model, old ? 1 : 2);
        long[] sizes = sized ? OnnxConstants.integers(model.constant(node, 3, "sizes")) : new long[0];
        int count = sized ? sizes.length : scales.length;
        for (int i = 0; i < count; i++) {
            int axis = axes == null ? i : (int) Math.floorMod(axes[i], (long) extents.size());
            int from = extents.get(axis);
            int to = sized ? (int) sizes[i] : (int) Math.floor(from * scales[i]);
            double scale = sized ? to / (double) from : scales[i];
            if (to != from || scale != 1) {
                double[][] mixture = mixture(node, from, to, scale, mode, transformation, old);
                value = mixed(steps, value, axis, mixture, mode.equals("nearest"));
            }
        }
        return value.equals(node.input(0)) ? model.value(node, 0) : steps.value(value);
    }

    private static double[] scales(OnnxNode node, OnnxImport model, int input) {
        if (node.input(input).isEmpty()) {
            throw node.refused("has neither scales nor sizes");
        }
        return model.constant(node, input, "scales").values().toDoubles();
    }

    private static String mixed(OnnxSteps steps, String value, int axis, double[][] mixture, boolean nearest) {
        int to = mixture.length;
        int from = mixture[0].length;
        if (nearest) {
            long[] places = new long[to];
            for (int i = 0; i < to; i++) {
                while (mixture[i][(int) places[i]] == 0) {
                    places[i]++;
                }
            }
            return steps.gathered(value, axis, List.of(to), places);
        }
        List<Integer> order = new ArrayList<>();
        int rank = steps.extents(value).size();
        for (int i = 0; i < rank; i++) {
            order.add(i == axis ? rank - 1 : i == rank - 1 ? axis : i);
        }
        double[] matrix = new double[from * to];
        for (int i = 0; i < to; i++) {
            for (int k = 0; k < from; k++) {
                matrix[k * to + i] = mixture[i][k];
            }
        }
        String last = steps.transposed(value, order);
        // a matrix of its own for each sample would be a weight: an axis in front says that it is none
        String product = steps.step("MatMul", last, steps.constant(List.of(1, from, to), matrix));
        return steps.transposed(product, order);
    }

    /** Row i: what element i of the result takes of each element of the axis. */
    private static double[][] mixture(
            OnnxNode node, int from, int to, double scale, String mode, String transformation, boolean old) {
        double[][] mixture = new double[to][from];
        for (int i = 0; i < to; i++) {
            double x = switch (transformation) {
                case "asymmetric" -> i / scale;
                case "align_corners" -> to == 1 ? 0 : i * (from - 1.0) / (to - 1.0);
                case "half_pixel" -> (i + 0.5) / scale - 0.5;
                case "pytorch_half_pixel" -> to > 1 ? (i + 0.5) / scale - 0.5 : 0;
                case "half_pixel_symmetric" -> {
                    double middle = from / 2.0;
                    yield middle * (1 - to / (scale * from)) + (i + 0.5) / scale - 0.5;
                }
                default -> throw node.refused("places its elements by " + transformation + ", which is not supported");
            };
            if (mode.equals("nearest")) {
                mixture[i][bounded(nearest(node, x, old), from)] = 1;
            } else if (mode.equals("cubic")) {
                cubic(mixture[i], x, from, node.constant("cubic_coeff_a", -0.75));
            } else {
                int low = (int) Math.floor(x);
                mixture[i][bounded(low, from)] += 1 - (x - low);
                mixture[i][bounded(low + 1, from)] += x - low;
            }
        }
        return mixture;
    }

    private static int bounded(int place, int extent) {
        return Math.max(0, Math.min(extent - 1, place));
    }

    private static int nearest(OnnxNode node, double x, boolean old) {
        String rounding = old ? "floor" : node.text("nearest_mode", "round_prefer_floor");
        return (int)
                switch (rounding) {
                    case "floor" -> Math.floor(x);
                    case "ceil" -> Math.ceil(x);
                    case "round_prefer_ceil" -> Math.floor(x + 0.5);
                    default -> Math.ceil(x - 0.5);
                };
    }

    private static void cubic(double[] row, double x, int from, double a) {
        int low = (int) Math.floor(x);
        for (int k = -1; k <= 2; k++) {
            double d = Math.abs(x - (low + k));
            double weight = d <= 1
                    ? ((a + 2) * d - (a + 3)) * d * d + 1
                    : d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
            row[bounded(low + k, from)] += weight;
        }
    }

    private static OnnxValue depthToSpace(OnnxNode node, OnnxImport model) {
        OnnxSteps steps = new OnnxSteps(node, model);
        List<Integer> from = steps.extents(node.input(0));
        int block = (int) node.integer("blocksize", 1);
        int channels = from.get(1) / (block * block);
        boolean columns = node.text("mode", "DCR").equals("CRD");
        List<Integer> split = columns
                ? List.of(from.get(0), channels, block, block, from.get(2), from.get(3))
                : List.of(from.get(0), block, block, channels, from.get(2), from.get(3));
        List<Integer> order = columns ? List.of(0, 1, 4, 2, 5, 3) : List.of(0, 3, 4, 1, 5, 2);
        String turned = steps.transposed(steps.reshaped(node.input(0), split), order);
        return steps.value(
                steps.reshaped(turned, List.of(from.get(0), channels, from.get(2) * block, from.get(3) * block)));
    }

    private static OnnxValue spaceToDepth(OnnxNode node, OnnxImport model) {
        OnnxSteps steps = new OnnxSteps(node, model);
        List<Integer> from = steps.extents(node.input(0));
        int block = (int) node.integer("blocksize", 1);
        int height = from.get(2) / block;
        int width = from.get(3) / block;
        String split = steps.reshaped(node.input(0), List.of(from.get(0), from.get(1), height, block, width, block));
        String turned = steps.transposed(split, List.of(0, 3, 5, 1, 2, 4));
        return steps.value(steps.reshaped(turned, List.of(from.get(0), from.get(1) * block * block, height, width)));
    }
}
