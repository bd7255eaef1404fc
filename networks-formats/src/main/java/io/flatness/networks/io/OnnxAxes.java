package io.flatness.networks.io;

import io.flatness.networks.layer.Embedding;
import io.flatness.networks.layer.Expand;
import io.flatness.networks.layer.Gather;
import io.flatness.networks.layer.Join;
import io.flatness.networks.layer.PadAxes;
import io.flatness.networks.layer.Slice;
import io.flatness.networks.layer.Tile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Operators that pick, repeat and join along axes. */
final class OnnxAxes {
    private OnnxAxes() {}

    static void addTo(Map<String, OnnxOperator> general) {
        general.put("Gather", OnnxAxes::gather);
        general.put("Slice", OnnxAxes::slice);
        general.put("Split", OnnxAxes::split);
        general.put("Concat", OnnxAxes::concat);
        general.put("Expand", OnnxAxes::expand);
        general.put("Tile", OnnxAxes::tile);
        general.put("Pad", OnnxAxes::pad);
    }

    /** The axis that a node names, which must hold no samples. */
    private static int axis(OnnxNode node, Arrangement how, long number) {
        int axis = how.axis(number);
        if (how.holdsSamples(axis)) {
            throw node.refused("picks, pads, joins or repeats along the axis of the samples");
        }
        return axis;
    }

    private static OnnxValue gather(OnnxNode node, OnnxImport model) {
        if (!(model.value(node, 1) instanceof OnnxValue.Constant wanted)) {
            return lookup(node, model);
        }
        Placed from = model.placed(node, 0);
        int axis = from.how().axis(node.integer("axis", 0));
        List<Integer> indices = new ArrayList<>();
        for (long index : OnnxConstants.integers(wanted.tensor())) {
            indices.add((int) index);
        }
        if (from.how().holdsSamples(axis)) {
            boolean whole = indices.size() == from.how().extents().get(axis);
            for (int i = 0; whole && i < indices.size(); i++) {
                whole = indices.get(i) == i;
            }
            if (whole && wanted.tensor().shape().size() == 1) {
                return model.feature(from.layer(), from.how());
            }
            throw node.refused("picks samples by their place");
        }
        if (from.how().axis() < 0
                && isSame(node, wanted.tensor(), from.how().extents().get(axis), axis)) {
            return model.value(node, 0);
        }
        Tensor table = wanted.tensor();
        Arrangement shared = from.how();
        List<Integer> shape = new ArrayList<>(table.shape());
        Arrangement how = shared.without(axis);
        for (int i = 0; i < shape.size(); i++) {
            how = how.inserted(axis + i, shape.get(i));
        }
        // indices that are the same for all samples, repeated for each
        if (shared.axis() < 0 && shape.size() > 1 && shape.get(0) == model.samples()) {
            Arrangement samples = Arrangement.plain(shape.subList(1, shape.size()), model.samples());
            Tensor one = OnnxFold.perSample(node, table, samples);
            List<Integer> rest = new ArrayList<>();
            for (long index : OnnxConstants.integers(one)) {
                rest.add((int) index);
            }
            int layer = model.builder().add(node.module(), new Gather(axis, rest, one.shape()), from.layer());
            Arrangement alone = shared.without(axis);
            for (int i = 0; i < one.shape().size(); i++) {
                alone = alone.inserted(axis + i, one.shape().get(i));
            }
            return model.feature(layer, alone.inserted(axis, 1));
        }
        int layer = model.builder()
                .add(node.module(), new Gather(from.how().sampleAxis(axis), indices, shape), from.layer());
        return model.feature(layer, how);
    }

    /** Whether the indices are all of an axis in their order. */
    private static boolean isSame(OnnxNode node, Tensor indices, int extent, int axis) {
        boolean same = axis == 0 && indices.shape().size() == 1 && indices.size() == extent;
        for (int i = 0; same && i < extent; i++) {
            same = indices.values().get(i) == i;
        }
        return same;
    }

    /** Rows of a table for token ids. */
    private static OnnxValue lookup(OnnxNode node, OnnxImport model) {
        boolean table = model.value(node, 0) instanceof OnnxValue.Constant rows
                && rows.tensor().shape().size() == 2
                && node.integer("axis", 0) == 0;
        if (!table) {
            throw node.refused(
                    "picks elements by numbers that depend on the samples; that is supported for the rows of a"
                            + " table alone, as in an embedding");
        }
        Placed ids = model.placed(node, 1);
        Tensor weight = model.named(model.constant(node, 0, "a table"), node, "weight");
        int width = weight.shape().get(1);
        Embedding layer = new Embedding(weight.shape().get(0), width);
        int looked = model.builder().add(model.layerName(weight, node), layer, List.of(ids.layer()), List.of(weight));
        Arrangement how = ids.how().inserted(ids.how().rank(), width);
        return model.feature(model.reshaped(node, looked, how.sample()), how);
    }

    private static OnnxValue slice(OnnxNode node, OnnxImport model) {
        long[] starts = list(node, model, "starts", 1);
        long[] ends = list(node, model, "ends", 2);
        boolean all = node.integers("axes") == null && node.input(3).isEmpty();
        long[] axes = all ? LongStream.range(0, starts.length).toArray() : list(node, model, "axes", 3);
        long[] steps = node.input(4).isEmpty()
                ? LongStream.generate(() -> 1).limit(starts.length).toArray()
                : list(node, model, "steps", 4);
        Placed part = model.placed(node, 0);
        for (int i = 0; i < starts.length; i++) {
            int axis = part.how().axis(axes[i]);
            int extent = part.how().extents().get(axis);
            int[] places = OnnxConstants.places(starts[i], ends[i], steps[i], extent, node);
            if (places.length == extent && (extent < 2 || steps[i] == 1)) {
                continue;
            }
            if (part.how().holdsSamples(axis) || places.length == 0) {
                throw node.refused("takes a part of the samples, or nothing");
            }
            List<Integer> indices = Arrays.stream(places).boxed().toList();
            int own = part.how().sampleAxis(axis);
            boolean run = steps[i] == 1;
            int layer = model.builder()
                    .add(
                            node.module(),
                            run
                                    ? new Slice(own, places[0], places[places.length - 1] + 1, 1)
                                    : new Gather(own, indices, List.of(indices.size())),
                            part.layer());
            part = new Placed(layer, part.how().with(axis, places.length));
        }
        return model.feature(part.layer(), part.how());
    }

    private static long[] list(OnnxNode node, OnnxImport model, String name, int input) {
        long[] attribute = node.integers(name);
        return attribute != null ? attribute : OnnxConstants.integers(model.constant(node, input, name));
    }

    private static OnnxValue split(OnnxNode node, OnnxImport model) {
        OnnxValue value = model.value(node, 0);
        List<Integer> extents = value instanceof OnnxValue.Constant constant
                ? constant.tensor().shape()
                : model.placed(node, 0).how().extents();
        int count = node.proto().getOutputCount();
        int axis = (int) Math.floorMod(node.integer("axis", 0), (long) Math.max(1, extents.size()));
        long[] sizes = node.integers("split");
        if (sizes == null && !node.input(1).isEmpty()) {
            sizes = OnnxConstants.integers(model.constant(node, 1, "sizes"));
        }
        int extent = extents.get(axis);
        if (sizes == null) {
            int each = (extent + count - 1) / count;
            sizes = new long[count];
            for (int i = 0; i < count; i++) {
                sizes[i] = Math.min(each, extent - (long) i * each);
            }
        }
        if (sizes.length != count
                || LongStream.of(sizes).sum() != extent
                || LongStream.of(sizes).anyMatch(s -> s < 1)) {
            throw node.refused("splits an axis of " + extent + " into " + Arrays.toString(sizes));
        }
        OnnxValue first = value;
        int at = 0;
        for (int i = 0; i < count; i++) {
            OnnxValue part = part(node, model, axis, at, (int) sizes[i], i);
            first = i == 0 ? part : first;
            model.put(node.proto().getOutput(i), part);
            at += (int) sizes[i];
        }
        return first;
    }

    private static OnnxValue part(OnnxNode node, OnnxImport model, int axis, int from, int size, int index) {
        if (model.value(node, 0) instanceof OnnxValue.Constant constant) {
            int[] places = new int[size];
            Arrays.setAll(places, i -> from + i);
            Tensor picked = OnnxConstants.picked(constant.tensor(), axis, places, node);
            String name = OnnxImport.isAnonymous(constant.tensor())
                    ? ""
                    : constant.tensor().name() + "." + index;
            Tensor own = new Tensor(name, picked.shape(), picked.values());
            if (model.isLearned(constant.tensor())) {
                model.learned(own);
            }
            return new OnnxValue.Constant(own);
        }
        Placed whole = model.placed(node, 0);
        axis(node, whole.how(), axis);
        int layer = model.builder()
                .add(node.module(), new Slice(whole.how().sampleAxis(axis), from, from + size, 1), whole.layer());
        return model.feature(layer, whole.how().with(axis, size));
    }

    private static OnnxValue concat(OnnxNode node, OnnxImport model) {
        List<Placed> parts = new ArrayList<>();
        Arrangement samples = null;
        for (int i = 0; i < node.proto().getInputCount(); i++) {
            Placed part = model.placed(node, i);
            parts.add(part);
            if (part.how().axis() >= 0) {
                boolean same = samples == null
                        || samples.axis() == part.how().axis()
                                && samples.outer() == part.how().outer();
                if (!same) {
                    throw node.refused("joins values that keep the samples on different axes");
                }
                samples = part.how();
            }
        }
        Arrangement like = samples == null ? parts.get(0).how() : samples;
        int axis = axis(node, like, node.integer("axis", 0));
        List<Integer> layers = new ArrayList<>();
        int total = 0;
        for (int i = 0; i < parts.size(); i++) {
            Arrangement own = parts.get(i).how();
            if (own.rank() != like.rank()) {
                throw node.refused("joins values of the shapes " + like.extents() + " and " + own.extents());
            }
            int layer = parts.get(i).layer();
            if (own.axis() < 0 && like.axis() >= 0) {
                layer = model.value(node, i) instanceof OnnxValue.Constant constant
                        ? model.source(OnnxFold.perSample(node, constant.tensor(), like), node)
                                .layer()
                        : withoutSamples(node, model, parts.get(i), like);
            }
            layers.add(layer);
            total += own.extents().get(axis);
        }
        int joined = model.builder().add(node.module(), new Join(like.sampleAxis(axis)), layers, List.of());
        return model.feature(joined, like.with(axis, total));
    }

    private static int withoutSamples(OnnxNode node, OnnxImport model, Placed part, Arrangement like) {
        int extent = part.how().extents().get(like.axis());
        if (extent != 1 || !like.isPure()) {
            throw node.refused("joins samples with a value that has an axis of " + extent + " for them");
        }
        return model.reshaped(
                node, part.layer(), part.how().without(like.axis()).sample());
    }

    private static OnnxValue expand(OnnxNode node, OnnxImport model) {
        List<Integer> target = new ArrayList<>();
        for (long extent : OnnxConstants.integers(model.constant(node, 1, "a shape"))) {
            target.add((int) extent);
        }
        if (model.value(node, 0) instanceof OnnxValue.Constant constant) {
            List<Integer> shape = OnnxFold.shape(node, constant.tensor().shape(), target);
            if (!model.isLearned(constant.tensor())) {
                return new OnnxValue.Constant(OnnxFold.expanded(node, constant.tensor(), shape));
            }
        }
        Placed from = model.placed(node, 0);
        List<Integer> shape = OnnxFold.shape(node, from.how().extents(), target);
        int added = shape.size() - from.how().rank();
        if (from.how().axis() >= 0) {
            Arrangement how =
                    new Arrangement(shape, from.how().axis() + added, from.how().outer(), model.samples());
            return model.feature(repeated(node, model, from.layer(), how.sample()), how);
        }
        return perSample(node, model, from, shape);
    }

    /** A learned value repeated for every sample: the first axis that becomes as many as these are holds them. */
    private static OnnxValue perSample(OnnxNode node, OnnxImport model, Placed from, List<Integer> shape) {
        int added = shape.size() - from.how().rank();
        int axis = -1;
        for (int i = shape.size() - 1; i >= 0; i--) {
            boolean one = i < added || from.how().extents().get(i - added) == 1;
            axis = one && shape.get(i) == model.samples() ? i : axis;
        }
        Arrangement how = new Arrangement(shape, axis, 1, model.samples());
        return model.feature(repeated(node, model, from.layer(), how.sample()), how);
    }

    private static int repeated(OnnxNode node, OnnxImport model, int layer, List<Integer> extents) {
        List<Integer> own = model.builder().shape(layer).extents();
        if (own.equals(extents)) {
            return layer;
        }
        if (own.stream().reduce(1, (a, b) -> a * b).equals(extents.stream().reduce(1, (a, b) -> a * b))) {
            return model.reshaped(node, layer, extents);
        }
        return model.builder().add(node.module(), new Expand(extents), layer);
    }

    private static OnnxValue tile(OnnxNode node, OnnxImport model) {
        long[] repeats = OnnxConstants.integers(model.constant(node, 1, "repeats"));
        if (model.value(node, 0) instanceof OnnxValue.Constant constant && !model.isLearned(constant.tensor())) {
            Tensor tensor = constant.tensor();
            if (repeats.length != tensor.shape().size()) {
                throw node.refused(
                        "repeats a constant of the shape " + tensor.shape() + " along " + repeats.length + " axes");
            }
            for (int axis = 0; axis < repeats.length; axis++) {
                int extent = tensor.shape().get(axis);
                if (repeats[axis] < 0 || repeats[axis] > OnnxConstants.LARGEST) {
                    throw node.refused("repeats a constant " + repeats[axis] + " times");
                }
                List<Integer> longer = new ArrayList<>(tensor.shape());
                longer.set(axis, Math.multiplyExact(extent, (int) repeats[axis]));
                OnnxConstants.size(node, longer);
                int[] places = new int[longer.get(axis)];
                Arrays.setAll(places, i -> i % extent);
                tensor = OnnxConstants.picked(tensor, axis, places, node);
            }
            return new OnnxValue.Constant(tensor);
        }
        Placed from = model.placed(node, 0);
        Arrangement how = from.how();
        for (int axis = 0; axis < repeats.length && how.axis() < 0; axis++) {
            boolean samples = repeats[axis] == model.samples() && how.extents().get(axis) == 1;
            if (samples) {
                how = new Arrangement(how.with(axis, model.samples()).extents(), axis, 1, model.samples());
                repeats[axis] = 1;
                from = new Placed(model.reshaped(node, from.layer(), how.sample()), how);
            }
        }
        List<Integer> own = new ArrayList<>(Collections.nCopies(how.sample().size(), 1));
        for (int axis = 0; axis < repeats.length; axis++) {
            if (repeats[axis] != 1) {
                axis(node, how, axis);
                own.set(how.sampleAxis(axis), Math.toIntExact(repeats[axis]));
                how = how.with(
                        axis, Math.toIntExact(Math.multiplyExact(how.extents().get(axis), repeats[axis])));
            }
        }
        boolean same = own.stream().allMatch(repeat -> repeat == 1);
        return model.feature(
                same ? from.layer() : model.builder().add(node.module(), new Tile(own), from.layer()), how);
    }

    /** Padding with the elements themselves: mirrored at the edge, that of the edge, or from the other end. */
    private static OnnxValue repeated(OnnxNode node, OnnxImport model, long[] pads) {
        OnnxSteps steps = new OnnxSteps(node, model);
        List<Integer> extents = steps.extents(node.input(0));
        String value = node.input(0);
        long[] axes = node.input(3).isEmpty()
                ? LongStream.range(0, extents.size()).toArray()
                : OnnxConstants.integers(model.constant(node, 3, "axes"));
        for (int i = 0; i < axes.length; i++) {
            int axis = (int) Math.floorMod(axes[i], (long) extents.size());
            int extent = extents.get(axis);
            int low = (int) pads[i];
            long[] places = new long[low + extent + (int) pads[i + axes.length]];
            for (int k = 0; k < places.length; k++) {
                places[k] = source(node, k - low, extent);
            }
            value = places.length == extent && low == 0
                    ? value
                    : steps.gathered(value, axis, List.of(places.length), places);
        }
        return value.equals(node.input(0)) ? model.value(node, 0) : steps.value(value);
    }

    private static int source(OnnxNode node, int place, int extent) {
        String mode = node.text("mode", "constant");
        int mirrored = place < 0 ? -place : place >= extent ? 2 * (extent - 1) - place : place;
        int source = switch (mode) {
            case "reflect" -> mirrored;
            case "edge" -> Math.max(0, Math.min(extent - 1, place));
            case "wrap" -> Math.floorMod(place, extent);
            default -> throw node.refused("pads by " + mode + "; constant, reflect, edge and wrap are supported");
        };
        if (source < 0 || source >= extent) {
            throw node.refused("mirrors more than the " + extent + " elements of an axis");
        }
        return source;
    }

    private static OnnxValue pad(OnnxNode node, OnnxImport model) {
        long[] pads = list(node, model, "pads", 1);
        if (!node.text("mode", "constant").equals("constant")) {
            return repeated(node, model, pads);
        }
        double value = node.input(2).isEmpty()
                ? node.number("value", 0)
                : model.constant(node, 2, "a value").values().get(0);
        Placed from = model.placed(node, 0);
        int rank = from.how().rank();
        List<Integer> before =
                new ArrayList<>(Collections.nCopies(from.how().sample().size(), 0));
        List<Integer> after = new ArrayList<>(before);
        Arrangement how = from.how();
        long[] axes = node.input(3).isEmpty()
                ? LongStream.range(0, rank).toArray()
                : OnnxConstants.integers(model.constant(node, 3, "axes"));
        for (int i = 0; i < axes.length; i++) {
            int low = (int) pads[i];
            int high = (int) pads[i + axes.length];
            if (low != 0 || high != 0) {
                int axis = axis(node, from.how(), axes[i]);
                before.set(from.how().sampleAxis(axis), low);
                after.set(from.how().sampleAxis(axis), high);
                how = how.with(axis, how.extents().get(axis) + low + high);
            }
        }
        return model.feature(model.builder().add(node.module(), new PadAxes(before, after, value), from.layer()), how);
    }
}
