package io.flatness.networks.data;

/** Where targets come from: the network itself ({@code teacher}, {@code teacher-soft}), or an array of the file. */
public final class TargetArray {
    private final Teacher teacher;
    private final String array;

    private TargetArray(Teacher teacher, String array) {
        this.teacher = teacher;
        this.array = array;
    }

    /** By name. */
    public static TargetArray of(String name) {
        return switch (name) {
            case "none" -> new TargetArray(Teacher.NONE, "");
            case "teacher" -> new TargetArray(Teacher.TEACHER, "");
            case "teacher-soft" -> new TargetArray(Teacher.TEACHER_SOFT, "");
            default -> new TargetArray(Teacher.NONE, name);
        };
    }

    Teacher teacher() {
        return teacher;
    }

    /** The array; empty when none is named. */
    String array() {
        return array;
    }

    @Override
    public String toString() {
        return array.isEmpty()
                ? teacher.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')
                : array;
    }
}
