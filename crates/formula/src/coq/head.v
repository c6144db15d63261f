(* Laws of contract formulas, as theorems. Written by `keiyaku formula check --proof`; checked by `coqc FILE.v`.
   To be trusted: that each definition f1, f2, ... is what the formula's text means, that the laws below are those that
   are wanted, and Coq's kernel. *)
Require Import ZArith Lia.
Open Scope Z_scope.

(* A number: top / bottom. It has a value where nothing was divided by zero on the way. *)
Record value := V { top : Z; bottom : Z; has : Prop }.
Definition num (n d : Z) : value := V n d True.
Definition add (a b : value) : value :=
  V (top a * bottom b + top b * bottom a) (bottom a * bottom b) (has a /\ has b).
Definition sub (a b : value) : value :=
  V (top a * bottom b - top b * bottom a) (bottom a * bottom b) (has a /\ has b).
Definition mul (a b : value) : value := V (top a * top b) (bottom a * bottom b) (has a /\ has b).
Definition div (a b : value) : value :=
  V (top a * bottom b) (bottom a * top b) (has a /\ has b /\ top b <> 0).
Definition neg (a : value) : value := V (- top a) (bottom a) (has a).

(* a <= b and a = b, multiplied across: by the square of both denominators, which is above zero, and by both. *)
Definition at_most (a b : value) : Prop :=
  top a * bottom b * (bottom a * bottom b) <= top b * bottom a * (bottom a * bottom b).
Definition same (a b : value) : Prop := top a * bottom b = top b * bottom a.

(* Where a number has a value, its denominator is not zero: each formula below is shown to be of this kind. *)
Definition sound (v : value) : Prop := has v -> bottom v <> 0.
Lemma sound_num : forall n d, d <> 0 -> sound (num n d).
Proof. unfold sound; auto. Qed.
Lemma sound_add : forall a b, sound a -> sound b -> sound (add a b).
Proof. unfold sound; cbn; intros a b A B [Ha Hb]; apply Z.neq_mul_0; auto. Qed.
Lemma sound_sub : forall a b, sound a -> sound b -> sound (sub a b).
Proof. unfold sound; cbn; intros a b A B [Ha Hb]; apply Z.neq_mul_0; auto. Qed.
Lemma sound_mul : forall a b, sound a -> sound b -> sound (mul a b).
Proof. unfold sound; cbn; intros a b A B [Ha Hb]; apply Z.neq_mul_0; auto. Qed.
Lemma sound_div : forall a b, sound a -> sound b -> sound (div a b).
Proof. unfold sound; cbn; intros a b A B [Ha [Hb N]]; apply Z.neq_mul_0; auto. Qed.
Lemma sound_neg : forall a, sound a -> sound (neg a).
Proof. unfold sound; auto. Qed.
Ltac sound_value := repeat first
  [ apply sound_num; discriminate | apply sound_add | apply sound_sub | apply sound_mul | apply sound_div
  | apply sound_neg ].

(* A month with x cases on time and y late, and the laws of a rate; w is what all on time make, 100 or 1. *)
Definition formula := Z -> Z -> value.
Definition month (x y : Z) : Prop := 0 <= x /\ 0 <= y /\ 1 <= x + y.
Definition defined (w : Z) (f : formula) (x y : Z) : Prop := has (f x y).
Definition range (w : Z) (f : formula) (x y : Z) : Prop :=
  has (f x y) /\ at_most (num 0 1) (f x y) /\ at_most (f x y) (num w 1).
Definition all_on_time (w : Z) (f : formula) (x y : Z) : Prop :=
  y = 0 -> has (f x y) /\ same (f x y) (num w 1).
Definition none_on_time (w : Z) (f : formula) (x y : Z) : Prop :=
  x = 0 -> has (f x y) /\ same (f x y) (num 0 1).
Definition monotone (w : Z) (f : formula) (x y : Z) : Prop :=
  0 < y -> has (f x y) /\ has (f (x + 1) (y - 1)) /\ at_most (f x y) (f (x + 1) (y - 1)).
Definition affine (w : Z) (f : formula) (x y : Z) : Prop :=
  1 < y -> has (f x y) /\ has (f (x + 1) (y - 1)) /\ has (f (x + 2) (y - 2)) /\
  same (add (f x y) (f (x + 2) (y - 2))) (mul (num 2 1) (f (x + 1) (y - 1))).
Definition scale (w : Z) (f : formula) (x y : Z) : Prop :=
  has (f x y) /\ has (f (2 * x) (2 * y)) /\ same (f x y) (f (2 * x) (2 * y)).
Definition complement (w : Z) (f : formula) (x y : Z) : Prop :=
  has (f x y) /\ has (f y x) /\ same (add (f x y) (f y x)) (num w 1).

(* Counting from a month on: x is k more than u, a number that is not below zero. *)
Tactic Notation "count" hyp(x) "from" constr(k) "as" ident(u) :=
  let U := fresh "U" in let E := fresh "E" in let F := fresh "F" in
  assert (U : 0 <= x - k) by lia; remember (x - k) as u eqn:E; assert (F : x = u + k) by lia; clear E; subst x.
(* Months with a case: all on time, all late, some of each; and those of them with a case late. *)
Lemma each_month : forall P : Z -> Z -> Prop,
  (forall u, 0 <= u -> P (u + 1) 0) -> (forall v, 0 <= v -> P 0 (v + 1)) ->
  (forall u v, 0 <= u -> 0 <= v -> P (u + 1) (v + 1)) ->
  forall x y, 0 <= x -> 0 <= y -> 1 <= x + y -> P x y.
Proof.
  intros P A B C x y X Y N.
  assert (E : x = 0 \/ 1 <= x) by lia; assert (F : y = 0 \/ 1 <= y) by lia.
  replace x with (x - 1 + 1) by lia; replace y with (y - 1 + 1) by lia.
  destruct E as [E|E], F as [F|F].
  - lia.
  - replace (x - 1 + 1) with 0 by lia; apply B; lia.
  - replace (y - 1 + 1) with 0 by lia; apply A; lia.
  - apply C; lia.
Qed.
Lemma each_month_with_late : forall P : Z -> Z -> Prop,
  (forall v, 0 <= v -> P 0 (v + 1)) -> (forall u v, 0 <= u -> 0 <= v -> P (u + 1) (v + 1)) ->
  forall x y, 0 <= x -> 0 <= y -> 1 <= x + y -> 0 < y -> P x y.
Proof.
  intros P B C x y X Y N M; revert M.
  apply (each_month (fun x y => 0 < y -> P x y)); auto; lia.
Qed.
Ltac positive := repeat first
  [ assumption | apply Z.add_nonneg_nonneg | apply Z.mul_nonneg_nonneg | discriminate ].
(* An inequality: the difference of both sides is p, whose coefficients are not negative. *)
Ltac ordered p := unfold at_most; cbn [top bottom has num add sub mul div neg];
  match goal with |- ?a <= ?b => apply (proj1 (Z.le_0_sub a b)); replace (b - a) with p by ring; positive end.
(* A number other than zero: it is a number k times rest + c, of which the one is not negative and the other above zero. *)
Ltac not_zero rest c k := match goal with |- ?e <> 0 => replace e with (k * (rest + c)) by ring end;
  assert (0 <= rest) by positive; apply Z.neq_mul_0; split; [discriminate | lia].
(* An equation: the difference of both sides is p, which is zero. *)
Ltac equal p := match goal with |- ?a = ?b => apply Zminus_eq; replace (a - b) with p by ring; reflexivity end.
Ltac small_month := cbv; intuition congruence.
Ltac refuted_law := split; [unfold month; lia | let H := fresh "H" in intro H; cbv in H; intuition congruence ].
