package io.flatness.networks.layer;

import io.flatness.networks.tile.Window;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The types of layers by name, and layers as plain data: the settings of a layer are the components of its record.
 *
 * <p>A new type of layer is one line here.
 */
public final class LayerTypes {
    private static final List<Class<? extends Record>> ALL = List.of(
            Activation.class,
            Add.class,
            Attention.class,
            AveragePool.class,
            BatchNorm.class,
            Binary.class,
            Concat.class,
            Constant.class,
            Conv2d.class,
            Convolution.class,
            Dense.class,
            Embedding.class,
            Expand.class,
            Gather.class,
            GlobalAveragePool.class,
            GroupNorm.class,
            Identity.class,
            Join.class,
            LayerNorm.class,
            MatMul.class,
            MaxPool.class,
            Maximum.class,
            Maxout.class,
            PRelu.class,
            Pad.class,
            PadAxes.class,
            Parameter.class,
            Permute.class,
            Rectifier.class,
            Recurrent.class,
            Reduce.class,
            Reshape.class,
            RmsNorm.class,
            Rotary.class,
            Scale.class,
            Slice.class,
            Softmax.class,
            Tile.class,
            TransposedConvolution.class,
            Where.class);

    private static final List<Class<?>> NESTED = List.of(Window.class, Kernel.class);

    private LayerTypes() {}

    private static Map<String, Class<? extends Record>> byName() {
        Map<String, Class<? extends Record>> types = new TreeMap<>();
        ALL.forEach(type -> types.put(kebab(type.getSimpleName()), type));
        return types;
    }

    /**
     * A layer from its description.
     *
     * @param settings a value for each component of the layer's record
     * @throws IllegalArgumentException when there is no such type, or a setting is missing, unknown or of the wrong kind
     */
    public static LayerSpec of(String type, Map<String, Object> settings) {
        Class<? extends Record> record = byName().get(type);
        if (record == null) {
            throw new IllegalArgumentException(
                    "there is no layer of the type " + type + "; there are " + String.join(", ", byName().keySet()));
        }
        return (LayerSpec) instance(record, settings, "the layer " + type);
    }

    /** The names of all types, sorted. */
    public static List<String> names() {
        return List.copyOf(byName().keySet());
    }

    /** The name of a layer's type. */
    public static String name(LayerSpec layer) {
        return kebab(layer.getClass().getSimpleName());
    }

    /** The settings of a layer: numbers, booleans, words, and lists and maps of them. */
    public static Map<String, Object> settings(LayerSpec layer) {
        return plain((Record) layer);
    }

    private static Map<String, Object> plain(Record record) {
        Map<String, Object> settings = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                settings.put(component.getName(), plain(component.getAccessor().invoke(record)));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new AssertionError("the components of a public record can be read", e);
            }
        }
        return settings;
    }

    private static Object plain(Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return value instanceof Record record ? plain(record) : value;
    }

    private static Object instance(Class<?> record, Map<String, Object> settings, String what) {
        RecordComponent[] components = record.getRecordComponents();
        List<String> names =
                Arrays.stream(components).map(RecordComponent::getName).toList();
        if (!settings.keySet().equals(java.util.Set.copyOf(names))) {
            throw new IllegalArgumentException(
                    what + " has the settings " + names + ", but " + settings.keySet() + " are given");
        }
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            String name = components[i].getName();
            values[i] = value(
                    types[i], settings.get(name), components[i].getGenericType().getTypeName(), what + "." + name);
        }
        try {
            Constructor<?> constructor = record.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refusal) {
                throw refusal;
            }
            throw new AssertionError("a record checks its settings by IllegalArgumentException", e);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("a public record has a canonical constructor", e);
        }
    }

    private static Object value(
            Class<?> type, @org.jspecify.annotations.Nullable Object given, String generic, String what) {
        if (type == int.class && given instanceof Number number && number.doubleValue() == number.intValue()) {
            return number.intValue();
        }
        if (type == double.class && given instanceof Number number) {
            return number.doubleValue();
        }
        if (type == boolean.class && given instanceof Boolean) {
            return given;
        }
        if (type.isEnum() && given instanceof String word) {
            for (Object constant : type.getEnumConstants()) {
                if (plain(constant).equals(word)) {
                    return constant;
                }
            }
        }
        if (type == List.class && given instanceof List<?> list) {
            List<Object> values = new ArrayList<>();
            Class<?> element = generic.contains("Integer") ? int.class : double.class;
            list.forEach(each -> values.add(value(element, each, "", what)));
            return values;
        }
        if (NESTED.contains(type) && given instanceof Map<?, ?> map) {
            Map<String, Object> settings = new LinkedHashMap<>();
            map.forEach((key, each) -> settings.put(String.valueOf(key), each));
            return instance(type, settings, what);
        }
        throw new IllegalArgumentException(what + " is " + given + "; "
                + (type.isEnum()
                        ? "one of "
                                + Arrays.stream(type.getEnumConstants())
                                        .map(LayerTypes::plain)
                                        .toList()
                        : type.getSimpleName().toLowerCase(Locale.ROOT))
                + " is expected");
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
