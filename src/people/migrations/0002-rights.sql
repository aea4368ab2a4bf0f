-- Contacts in a table of their own: they are for those who reach people, not for everybody who may see a name.
create table contact (
  person text primary key references person (id),
  -- Sealed JSON { mail, phone }; the row goes when the person is erased.
  sealed text not null check (octet_length(sealed) <= 24000)
);
insert into contact (person, sealed) select id, contact from person where contact is not null;
alter table person drop constraint person_check1, drop column contact;
alter table person add check (erased_at is null or name is null);

-- The permissions of the roles that come with the product, as the modules of this version declare them; written by the
-- server at its start, so that the database can judge by itself. '*' is everybody who is here.
create table role_permission (
  role text not null,
  permission text not null,
  primary key (role, permission)
);

-- Permissions that approve are named <module>.approve or <module>.approve-…
create function approves(p_permission text) returns boolean language sql immutable as $$
  select p_permission ~ '^[a-z0-9/-]+\.approve(-|$)';
$$;

-- Whether a person holds a permission by roles of his own: the same rule as holdsHimself in organisation.ts, said a
-- second time here, because it is the second fence. A test compares both on random organisations. In PL/pgSQL, since
-- that keeps its plans: these are asked at each connection that a request takes.
create function holds_himself(p_person text, p_permission text, p_object text, p_at timestamptz)
  returns boolean language plpgsql stable set search_path = people, pg_temp as $$
begin
  if not exists (select from person
    where id = p_person and from_at <= p_at and (until_at is null or until_at > p_at)) then
    return false;
  end if;
  return exists (select from role_permission where role = '*' and permission = p_permission)
    or exists (select from role_grant as given
      where given.person = p_person and given.from_at <= p_at and (given.until_at is null or given.until_at > p_at)
        and (given.object is null or given.object = p_object)
        and (exists (select from role_permission as built_in
            where built_in.role = given.role and built_in.permission = p_permission)
          or exists (select from role as own
            where own.id = given.role and p_permission = any (own.permissions))));
end $$;

-- Whether a person, or the token through which he comes, may: the same rule as mayDo and tokenMayDo in standing.ts.
create function may(p_person text, p_token text, p_permission text, p_object text, p_at timestamptz)
  returns boolean language plpgsql stable set search_path = people, pg_temp as $$
begin
  if p_token is not null then
    return not approves(p_permission)
      and exists (select from token
        where id = p_token and owner = p_person and p_permission = any (permissions)
          and from_at <= p_at and until_at > p_at)
      and holds_himself(p_person, p_permission, p_object, p_at);
  end if;
  if holds_himself(p_person, p_permission, p_object, p_at) then
    return true;
  end if;
  return exists (select from person
      where id = p_person and from_at <= p_at and (until_at is null or until_at > p_at))
    and exists (select from delegation
      where delegate = p_person and from_at <= p_at and until_at > p_at
        and (p_permission = any (permissions) or ('approve' = any (permissions) and approves(p_permission)))
        and holds_himself(delegator, p_permission, p_object, p_at));
end $$;
